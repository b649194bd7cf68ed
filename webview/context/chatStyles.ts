// How a conversation and its tokens look. Knows no message.
import { css } from 'lit';

export const chatStyles = css`
  .lead { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 0; padding: 8px 12px; font-size: 12px; color: var(--vscode-descriptionForeground); }
  .key { display: inline-flex; gap: 6px; color: var(--vscode-foreground); }
  .chat { margin: 0; padding: 0; list-style: none; }
  .chat li { content-visibility: auto; contain-intrinsic-size: auto 120px; padding: 4px 12px 8px; border-bottom: 1px solid color-mix(in srgb, var(--vscode-foreground) 10%, transparent); }
  .chat li[data-active] { background: var(--vscode-list-inactiveSelectionBackground); }
  .heading { display: flex; align-items: center; gap: 8px; box-sizing: border-box; width: 100%; padding: 3px 0; border: 0; background: none; color: inherit; font: inherit; font-size: 12px; text-align: left; }
  button.heading { cursor: pointer; }
  .heading .role { min-width: 5.5em; font-weight: 600; }
  .heading .track { flex: 1; height: 6px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); overflow: hidden; }
  .heading .fill { display: block; height: 100%; background: var(--ts-group-5); }
  .heading .count { font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
  button.heading:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  .tokens { padding-top: 2px; font-family: var(--vscode-editor-font-family); font-size: 12px; line-height: 1.75; overflow-wrap: anywhere; }
  .chip { padding: 1px 0; border-radius: 2px; white-space: pre-wrap; box-decoration-break: clone; }
  .even { background: var(--ts-even); }
  .odd { background: var(--ts-odd); }
  .special, .template { margin: 0 1px; padding: 0 4px; border: 1px solid var(--ts-attention); font-family: var(--vscode-editor-font-family); font-size: 11px; }
  .special { background: color-mix(in srgb, var(--ts-attention) 28%, transparent); font-weight: 600; }
  .template { background: color-mix(in srgb, var(--ts-attention) 12%, transparent); border-style: dashed; }
`;
