// How a search of a list of tokens looks, and what it has found. Knows no list.
import { css } from 'lit';

export const listSearchStyles = css`
  .search { display: flex; align-items: center; gap: 2px; max-width: 420px; margin-bottom: 4px; font-size: 12px; }
  .search input { flex: 1 1 0; min-width: 0; box-sizing: border-box; padding: 3px 6px; border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 3px; background: var(--vscode-input-background); color: var(--vscode-input-foreground); font: inherit; }
  .search input::placeholder { color: var(--vscode-input-placeholderForeground); opacity: 1; }
  .search input::-webkit-search-cancel-button { display: none; }
  .count { flex: none; min-width: 4.5em; padding: 0 4px; text-align: right; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; white-space: nowrap; }
  .search button, .open-search { flex: none; width: 22px; height: 22px; padding: 0; border: 0; border-radius: 3px; background: none; color: inherit; font: inherit; font-size: 14px; line-height: 1; cursor: pointer; }
  .search button:disabled { opacity: 0.4; cursor: default; }
  :is(.search button:enabled, .open-search):hover { background: var(--vscode-toolbar-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
  :is(.search :is(button, input), .open-search):focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .open-search { position: absolute; top: 2px; right: 0; }
  .open-search[hidden] { display: none; }
  svg { width: 14px; height: 14px; fill: none; stroke: currentColor; stroke-width: 1.4; vertical-align: middle; }
  /* Underlined, too: a tint may have the same colour. */
  .token[data-found] { background: var(--vscode-editor-findMatchHighlightBackground, color-mix(in srgb, var(--ts-accent) 30%, transparent)); text-decoration: underline; text-underline-offset: 3px; outline: 1px dashed var(--vscode-editor-findMatchHighlightBorder, transparent); }
  .token[data-found='current'] { text-decoration-thickness: 2px; outline: 2px solid var(--vscode-editor-findMatchBorder, var(--vscode-focusBorder)); }
  .token[data-found][aria-selected='true'] { background: var(--ts-selected-background); }
`;
