// The card of a worked example: what there is to see in why the next token comes. Knows what to say of the embedded model,
// which test/unit/workedExamples.test.ts holds against what the model does.
import { detailEvent } from '../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { html, LitElement } from 'lit';
import { WORKED_EXAMPLES, type WorkedExample } from '../../src/contract/workedExamples.ts';
import { t } from '../text/l10n.ts';
import { cardStyles } from './cardStyles.ts';

/** Sends `example-choose` with the name of another example, and `example-leave` at the end. */
export class ExampleCard extends LitElement {
  static override properties = { example: { type: String } };
  declare example: WorkedExample;

  override render() {
    const at = WORKED_EXAMPLES.indexOf(this.example);
    const next = WORKED_EXAMPLES.at(at + 1);
    const { title, words } = said(this.example);
    return html`<div class="card" role="region" aria-label=${t('Worked example')}>
      <div class="words" aria-live="polite"><strong>${t('Worked example')} ${at + 1}/${WORKED_EXAMPLES.length}: ${title}</strong> ${words}</div>
      <div class="buttons">
        ${next ? html`<vscode-button data-action="example-next" @click=${() => this.dispatchEvent(detailEvent('example-choose', next))}>${t('Next example')}</vscode-button>` : ''}
        <vscode-button ?secondary=${next !== undefined} data-action="example-leave" @click=${() => this.dispatchEvent(detailEvent('example-leave'))}>${t('Finish')}</vscode-button>
      </div></div>`;
  }

  static override styles = cardStyles;
}
customElements.define('ts-example-card', ExampleCard);

/** A function, not a constant: texts can be translated only once the language is known. */
function said(example: WorkedExample): { readonly title: string; readonly words: string } {
  const all: Record<WorkedExample, ReturnType<typeof said>> = {
    story: {
      title: t('what came last time'),
      words: t(
        'The text ends with “red”, and the model says “ball”. Of the heads, head 3 of layer 7 and head 2 of layer 5 have the largest votes: open them. Both look at “ball”, the token behind the earlier “red”, and copy it. This is induction: what followed last time follows again. What mattered shows it by hiding: without that “red”, or without that “ball”, something else comes first.',
      ),
    },
    code: {
      title: t('whose name is meant'),
      words: t(
        'Two functions, two parameters, and the model takes the right one: “word”, not “name”. Heads 4 and 5 of layer 6 copied it from between the brackets of this function. Ask against “name” to see what speaks for each. And hide “word” in What if: now the model says “name”.',
      ),
    },
    memory: {
      title: t('what needs no text'),
      words: t(
        'Behind 蘋 hardly anything but 果 can come. Head 2 of layer 5 copies 果 from the text and votes for it; yet the largest vote is that of the token 蘋 itself, which training has taught. What mattered hides the earlier 果: nothing changes. A vote is a share of a sum, and no proof that it was needed.',
      ),
    },
  };
  return all[example];
}
