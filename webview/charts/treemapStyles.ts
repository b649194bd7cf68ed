// How the cells of a treemap look. Knows no layout.
import { css } from 'lit';

export const treemapStyles = css`
  .cells { position: absolute; inset: 0; }
  .cell { position: absolute; left: 0; top: 0; box-sizing: border-box; display: flex; flex-direction: column; align-items: flex-start; gap: 1px; margin: 0; padding: 3px 5px; overflow: hidden; border-radius: 3px; color: var(--vscode-foreground); font: 11px/1.25 var(--vscode-font-family); text-align: left; cursor: pointer; }
  .cell.open { flex-direction: row; gap: 8px; padding: 2px 5px; background-image: none; background-color: color-mix(in srgb, var(--group) calc(var(--ts-group-fill) / 3), var(--vscode-editor-background)); border-color: color-mix(in srgb, var(--group) calc(var(--ts-group-edge) * 0.75), var(--vscode-editor-background)); font-weight: 600; }
  .cell.bare { padding: 0; border-radius: 2px; }
  .cell.large { padding: 6px 8px; font-size: 13px; }
  .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  /* The ground of the page around letters, so that no pattern runs through them. */
  .name, .value { max-width: 100%; flex: none; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; text-shadow: 0 0 3px var(--vscode-editor-background), 0 0 2px var(--vscode-editor-background); }
  .open .name { flex: 0 1 auto; }
  .value { font-variant-numeric: tabular-nums; font-weight: 400; opacity: 0.82; }
  .cell[data-faded] { background-image: none; background-color: transparent; border-style: dashed; color: var(--vscode-descriptionForeground); }
  .cell[data-faded] .name { text-decoration: line-through; }
  .cell[data-chosen] { box-shadow: inset 0 0 0 1px var(--vscode-focusBorder); border-color: var(--vscode-focusBorder); }
  .cell:hover, .cell[data-pointed] { border-color: var(--vscode-foreground); }
  .cell:focus-visible { outline: 2px solid var(--vscode-focusBorder); outline-offset: -2px; }
`;
