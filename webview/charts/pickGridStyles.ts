// The styles of the grid of picks. Knows its classes.
import { css } from 'lit';

export const pickGridStyles = css`
  :host { display: block; min-width: 0; overflow-x: auto; }
  svg { display: block; }
  text { fill: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 10px; font-variant-numeric: tabular-nums; }
  .row text { font-family: var(--vscode-editor-font-family); font-size: 11px; white-space: pre; }
  text.chosen, .chosen text { fill: var(--vscode-foreground); font-weight: 600; }
  .lines { stroke: var(--ts-hairline); fill: none; opacity: 0.5; }
  .band { fill: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); stroke: var(--vscode-contrastActiveBorder, transparent); }
  .hit { fill: transparent; stroke: transparent; }
  .ground { fill: var(--vscode-editor-background); stroke: none; }
  .bar { fill: var(--ts-attention); stroke: none; opacity: 0.75; }
  .even { stroke: var(--vscode-foreground); stroke-dasharray: 4 3; fill: none; pointer-events: none; }
  .column[aria-pressed='true'] .bar { opacity: 1; }
  .pick { stroke: color-mix(in srgb, var(--vscode-foreground) 55%, transparent); stroke-width: 1; }
  :is(.row, .column, .pick) { cursor: pointer; outline: none; }
  .pick:hover, :is(.row, .column):hover .hit { stroke: var(--vscode-focusBorder); }
  :is(.row, .column):focus-visible .hit { stroke: var(--vscode-focusBorder); stroke-width: 2; }
`;
