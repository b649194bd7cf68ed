// Stop 3: what a token is to the model: its row of the embedding table, its position, and the residual stream as every
// block adds to it. Knows answers, asks no questions.
import { css, html, LitElement } from 'lit';
import type { Token, TokenVectors } from '../../src/engine/protocol.ts';
import '../charts/legend.ts';
import { DEVIATIONS, type Strip } from '../charts/strips.ts';
import { t } from '../l10n.ts';
import { short } from '../numbers.ts';
import { shortText } from '../visibleText.ts';
import { section, sectionStyles } from './section.ts';

export class VectorsStop extends LitElement {
  static override properties = { vectors: { attribute: false }, token: { attribute: false } };
  declare vectors: TokenVectors | undefined;
  declare token: Token | undefined;

  override render() {
    const strips = this.vectors ? stripsOf(this.vectors) : [];
    const stop = {
      id: 'vectors',
      number: 3,
      title: t('Embedding and residual stream'),
      lead: t(
        'A token enters as a row of a table plus a vector for its position. Every block then adds to this stream what it found: attention what the context says, the feed-forward what the model knows.',
      ),
      tools: this.vectors
        ? html`<ts-legend scale="diverging" from=${`−${DEVIATIONS} σ`} to=${`${DEVIATIONS} σ`} name=${t('spread of each row')}></ts-legend>`
        : html``,
    };
    const name = this.token ? shortText(this.token, 24) : '';
    const { columns = 0 } = this.vectors?.residual ?? {};
    return section(
      stop,
      this.vectors
        ? html`<h3>${t('{0}: {1} numbers each', `“${name}”`, columns)}</h3>
            <ts-strips .strips=${strips} label=${t('Vectors of {0} from embedding to the last layer', name)}></ts-strips>`
        : html`<p class="waiting">${t('Computing…')}</p>`,
    );
  }

  static override styles = [
    sectionStyles,
    css`
      h3 { font-size: 12px; font-weight: 600; margin: 0 0 8px; font-family: var(--vscode-editor-font-family); }
      .waiting { color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-vectors-stop', VectorsStop);

function stripsOf({ embedding, position, residual }: TokenVectors): readonly Strip[] {
  const layer = (row: number) => residual.values.subarray(row * residual.columns, (row + 1) * residual.columns);
  const strip = (label: string, values: Float32Array, apart = false): Strip => ({
    label,
    values,
    note: t('length {0}', short(length(values))),
    apart,
  });
  return [
    strip(t('embedding'), embedding),
    ...(position ? [strip(t('+ position'), position)] : []),
    ...Array.from({ length: residual.rows }, (_, row) =>
      strip(row === 0 ? t('= into layer 0') : t('after layer {0}', row - 1), layer(row), row === 0),
    ),
  ];
}

/** Euclidean. */
function length(values: Float32Array): number {
  return Math.hypot(...values);
}
