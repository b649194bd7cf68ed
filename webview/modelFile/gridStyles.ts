// How tables look: like the lists of VS Code, with headings that stay in sight. Knows no behaviour.
import { css, unsafeCSS } from 'lit';

/** Heights in pixels. */
export const GRID_ROW = 24;
export const GRID_HEADING = 26;

export const gridStyles = css`
  :host { display: block; overflow: auto; contain: strict; font-size: 13px; }
  .grid { position: relative; min-width: min-content; outline: none; }
  .head, .row { display: grid; grid-template-columns: var(--tracks); column-gap: 12px; align-items: center; padding: 0 12px; box-sizing: border-box; white-space: nowrap; }
  .head { padding: 0 13px; position: sticky; top: 0; z-index: 1; height: ${unsafeCSS(GRID_HEADING)}px; border-bottom: 1px solid var(--ts-hairline); background: var(--vscode-editor-background); color: var(--vscode-descriptionForeground); font-size: 12px; }
  .head button { max-width: 100%; padding: 2px 0; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; overflow: hidden; text-overflow: ellipsis; }
  .head button:hover { color: var(--vscode-foreground); }
  .head button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  [aria-sort] { color: var(--vscode-foreground); }
  .arrow { margin-left: 3px; }
  .rows { position: relative; }
  .row { position: absolute; left: 0; right: 0; top: 0; height: ${unsafeCSS(GRID_ROW)}px; border: 1px solid transparent; cursor: default; }
  .row:hover { background: var(--vscode-list-hoverBackground); border-color: var(--vscode-contrastActiveBorder, transparent); border-style: dashed; }
  .row[aria-selected='true'] { background: var(--vscode-list-inactiveSelectionBackground); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
  .grid:focus .row[aria-selected='true'] { background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground, inherit); outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder)); outline-offset: -1px; }
  .grid:focus-visible:not([aria-activedescendant]) { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  [role='gridcell'], [role='columnheader'] { min-width: 0; overflow: hidden; text-overflow: ellipsis; }
  .numeric { text-align: right; font-variant-numeric: tabular-nums; }
  .code { font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; }
  .quiet { color: var(--vscode-descriptionForeground); }
  .grid:focus [aria-selected='true'] .quiet { color: inherit; }
  .sign { color: var(--vscode-descriptionForeground); }
  .grid:focus [aria-selected='true'] .sign { color: inherit; }
  .piece { padding: 0 3px; border-radius: 3px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); font-family: var(--vscode-editor-font-family, monospace); font-size: 12px; outline: 1px solid var(--vscode-contrastBorder, transparent); outline-offset: -1px; }
  .bar { display: inline-block; width: 60px; height: 8px; margin-right: 8px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); overflow: hidden; outline: 1px solid var(--vscode-contrastBorder, transparent); }
  .fill { display: block; height: 100%; min-width: 1px; background: var(--ts-attention); }
  .problem { color: var(--vscode-errorForeground); }
  .changed { font-weight: 600; color: var(--ts-attention); }
`;
