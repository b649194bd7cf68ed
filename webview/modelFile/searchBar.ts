// The line above a table: what is looked for, and how much was found.
import { css, html, nothing, type TemplateResult } from 'lit';
import { t } from '../text/l10n.ts';

export interface SearchBar {
  readonly text: string;
  readonly label: string;
  readonly found: string;
  readonly onText: (text: string) => void;
  /** Down leads into the table. */
  readonly onDown: () => void;
  readonly more?: TemplateResult;
}

export function searchBar({ text, label, found, onText, onDown, more }: SearchBar) {
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && text !== '') onText('');
    else if (event.key === 'ArrowDown') onDown();
    else return;
    event.preventDefault();
  };
  return html`<div class="search-bar">
    <input type="search" class="search" .value=${text} aria-label=${label} placeholder=${label} title=${t('The key / leads here.')} spellcheck="false" autocomplete="off"
      @input=${(event: Event) => onText((event.target as HTMLInputElement).value)} @keydown=${onKey}>
    ${more ?? nothing}
    <span class="found" role="status">${found}</span>
  </div>`;
}

export const searchStyles = css`
  .search-bar { flex: none; display: flex; flex-wrap: wrap; align-items: center; gap: 6px 10px; padding: 6px 12px; }
  .search { flex: 1 1 160px; max-width: 380px; min-width: 0; box-sizing: border-box; padding: 3px 6px; border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 3px; background: var(--vscode-input-background); color: var(--vscode-input-foreground); font: inherit; }
  .search::placeholder { color: var(--vscode-input-placeholderForeground); opacity: 1; }
  .search-bar ts-choice { width: 9em; }
  .found { margin-left: auto; color: var(--vscode-descriptionForeground); font-size: 12px; font-variant-numeric: tabular-nums; white-space: nowrap; }
`;
