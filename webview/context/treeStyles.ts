// How the tree of parts looks: like the trees of VS Code, with numbers in columns. Knows no behaviour.
import { css } from 'lit';

export const treeStyles = css`
  :host { display: block; overflow-y: auto; overflow-x: hidden; contain: strict; container-type: size; font-size: 13px; }
  .rows { position: relative; outline: none; }
  .row { position: absolute; left: 0; right: 0; top: 0; height: 24px; box-sizing: border-box; display: flex; align-items: center; gap: 6px; padding: 0 10px 0 calc(6px + var(--level) * 14px); cursor: pointer; white-space: nowrap; border: 1px solid transparent; }
  .row:hover, .row[data-pointed] { background: var(--vscode-list-hoverBackground); border-color: var(--vscode-contrastActiveBorder, transparent); border-style: dashed; }
  .row[aria-selected='true'] { background: var(--vscode-list-inactiveSelectionBackground); }
  .rows:focus .row[aria-selected='true'] { background: var(--vscode-list-activeSelectionBackground); color: var(--vscode-list-activeSelectionForeground, inherit); outline: 1px solid var(--vscode-list-focusOutline, var(--vscode-focusBorder)); outline-offset: -1px; }
  .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .columns { display: contents; }
  .twisty { flex: none; width: 16px; height: 22px; position: relative; }
  .twisty[hidden] { display: block; visibility: hidden; }
  .twisty::before { content: ''; position: absolute; left: 4px; top: 8px; width: 5px; height: 5px; border: solid currentColor; border-width: 0 1px 1px 0; transform: rotate(-45deg); pointer-events: none; opacity: 0.85; }
  .row[aria-expanded='true'] .twisty::before { top: 6px; left: 5px; transform: rotate(45deg); }
  .box { flex: none; position: relative; width: 14px; height: 14px; box-sizing: border-box; border: 1px solid var(--vscode-checkbox-border, var(--vscode-foreground)); border-radius: 3px; background: var(--vscode-checkbox-background); color: var(--vscode-checkbox-foreground, var(--vscode-foreground)); }
  /* A larger target than the box. */
  .box::before { content: ''; position: absolute; inset: -5px -4px; }
  [aria-checked='true'] .box::after { content: ''; position: absolute; left: 3.5px; top: 0.5px; width: 3px; height: 7px; border: solid currentColor; border-width: 0 1.6px 1.6px 0; transform: rotate(42deg); pointer-events: none; }
  [aria-checked='mixed'] .box::after { content: ''; position: absolute; left: 2.5px; right: 2.5px; top: 5px; height: 2px; background: currentColor; pointer-events: none; }
  .mark { flex: none; width: 12px; height: 12px; box-sizing: border-box; border-radius: 2px; }
  .name { flex: 1 1 0; min-width: 40px; overflow: hidden; text-overflow: ellipsis; }
  .where { margin-left: 8px; font-size: 0.9em; color: var(--vscode-descriptionForeground); }
  .rows:focus [aria-selected='true'] .where, .rows:focus [aria-selected='true'] .share { color: inherit; }
  .tokens, .share, .change { flex: none; text-align: right; font-variant-numeric: tabular-nums; }
  .tokens { min-width: 4.5em; }
  .share { min-width: 4em; color: var(--vscode-descriptionForeground); font-size: 12px; }
  .change { font-size: 11px; color: var(--vscode-gitDecoration-deletedResourceForeground, var(--vscode-descriptionForeground)); }
  .change[data-more] { color: var(--vscode-gitDecoration-addedResourceForeground, var(--vscode-foreground)); }
  .rows:focus [aria-selected='true'] .change { color: inherit; }
  .track { flex: none; width: 56px; height: 8px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); overflow: hidden; }
  .fill { display: block; height: 100%; min-width: 1px; background: color-mix(in srgb, var(--group) 82%, var(--vscode-editor-background)); }
  .row[data-out] .label { text-decoration: line-through; color: var(--vscode-descriptionForeground); }
  .row[data-out] :is(.tokens, .share) { color: var(--vscode-descriptionForeground); }
  .row[data-out] :is(.track, .mark) { opacity: 0.4; }
  @container (max-width: 430px) { .track { display: none; } }
  @container (max-width: 330px) { .share { display: none; } }
  @container (max-width: 250px) { .change { display: none; } }
`;
