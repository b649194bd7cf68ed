// Two buttons that save the numbers of the stop or tool that they stand in. Asks it for its tables, knows none of them.
import { css, html, LitElement, nothing } from 'lit';
import { t } from '../text/l10n.ts';
import { csvOf, jsonOf, type NumbersSource, type NumberTable } from '../text/numberTable.ts';
import type { StopContext } from './stopContext.ts';

type Source = NumbersSource & { readonly context: Pick<StopContext, 'host'> };

export class NumbersButtons extends LitElement {
  static override properties = { tables: { state: true } };
  /** Those to choose from, since a file of CSV has one table; undefined while there is no choice. */
  declare tables: readonly NumberTable[] | undefined;

  get #source(): Source {
    return (this.getRootNode() as ShadowRoot).host as unknown as Source;
  }

  override render() {
    return html`<span class="row" role="group" aria-label=${t('Save the numbers')}>${t('Numbers')}
      <button data-action="numbers-csv" title=${t('Numbers as CSV…')} aria-expanded=${this.tables !== undefined} @click=${this.#csv}>CSV</button>
      <button data-action="numbers-json" title=${t('Numbers as JSON…')} @click=${this.#json}>JSON</button></span>${this.#choice()}`;
  }

  #choice() {
    if (!this.tables) return nothing;
    if (this.tables.length === 0) return html`<span role="status">${t('There are no numbers yet.')}</span>`;
    return html`<span class="row" role="group" aria-label=${t('Numbers as CSV…')}>${this.tables.map(
      (table) => html`<button data-table=${table.id} @click=${() => this.#saveCsv(table)}>${table.title}</button>`,
    )}</span>`;
  }

  readonly #csv = (): void => {
    const tables = this.#source.numbers();
    if (this.tables) this.tables = undefined;
    else if (tables.length === 1) this.#saveCsv(tables[0]);
    else this.tables = tables;
  };

  readonly #json = (): void => {
    const tables = this.#source.numbers();
    this.tables = tables.length === 0 ? tables : undefined;
    if (tables.length > 0) void this.#source.context.host.save(`${tables[0].id}.json`, jsonOf(tables));
  };

  #saveCsv(table: NumberTable): void {
    this.tables = undefined;
    void this.#source.context.host.save(`${table.id}.csv`, csvOf(table));
  }

  static override styles = css`
    :host { margin-left: auto; display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; justify-content: flex-end; font-size: 11px; color: var(--vscode-descriptionForeground); }
    .row { display: inline-flex; flex-wrap: wrap; gap: 2px 4px; align-items: baseline; }
    button { border: 1px solid var(--ts-hairline); background: none; color: inherit; border-radius: 10px; padding: 0 8px; font: inherit; line-height: 16px; cursor: pointer; }
    button:hover { border-color: var(--vscode-focusBorder); color: var(--vscode-foreground); }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
  `;
}
customElements.define('ts-numbers', NumbersButtons);
