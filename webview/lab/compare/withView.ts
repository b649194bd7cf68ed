// Lets the reader choose what the text is compared with: another text, another model, or the same with changes. Knows the
// setup, asks nothing itself.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { CompareSetup } from '../../state/labState.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';

const KINDS = ['text', 'model', 'changes'] as const;

export interface WithActions {
  readonly set: (some: Partial<CompareSetup>) => void;
  /** Asks for another model. */
  readonly chooseModel: () => void;
  readonly forgetModel: () => void;
  readonly openWhatIf: () => void;
}

/** `source` is the other text; `changes` are those of What if that are on, in words. */
export function withView(
  setup: CompareSetup,
  { source, changes }: { readonly source: string; readonly changes: readonly string[] },
  actions: WithActions,
): TemplateResult {
  const names = { text: t('Another text'), model: t('Another model'), changes: t('The changes of What if') };
  const chip = (kind: CompareSetup['with']) => {
    const isOn = kind === setup.with;
    return html`<button class="chip" role="radio" data-with=${kind} aria-checked=${isOn} tabindex=${isOn ? 0 : -1} @click=${() => actions.set({ with: kind })}>${names[kind]}${kind === 'changes' && changes.length > 0 ? html` <span class="count">${formatNumber(changes.length)}</span>` : nothing}</button>`;
  };
  return html`<div class="row with" data-control><span id="compared-with">${t('Compared with:')}</span><span class="kinds" role="radiogroup" aria-labelledby="compared-with" @keydown=${rove}>${KINDS.map(chip)}</span></div>
    <div class="what" data-control>${{ text: () => field(source, actions), model: () => modelView(setup, actions), changes: () => changesView(changes, actions) }[setup.with]()}</div>`;
}

function field(source: string, { set }: WithActions): TemplateResult {
  const write = ({ target }: Event) => set({ source: (target as HTMLTextAreaElement).value });
  return html`<label class="source"><span>${t('The other text: change a word of this one, or write another')}</span>
    <textarea rows="3" spellcheck="false" .value=${source} @input=${write}></textarea></label>`;
}

function modelView({ model, reads }: CompareSetup, { chooseModel, forgetModel }: WithActions): TemplateResult {
  const words = model?.kind === 'read' ? t('Choose another…') : t('Choose a model…');
  return html`<div class="row">${model?.kind === 'read' ? html`<span class="model">${model.name}</span>` : nothing}
      <vscode-button data-action="choose-other" ?secondary=${model?.kind === 'read'} ?disabled=${reads} @click=${chooseModel}>${words}</vscode-button>
      ${model?.kind === 'read' ? html`<button class="chip plain" data-action="forget-other" ?disabled=${reads} @click=${forgetModel}>${t('Give it back')}</button>` : nothing}
      ${reads ? html`<span class="hint" role="status">${t('Waiting for the other model…')}</span>` : nothing}</div>
    ${model?.kind === 'failed' ? html`<p class="problem" role="alert">${model.message}</p>` : nothing}
    ${model?.kind === 'read' && model.readTo !== undefined ? html`<p class="hint">${t('The text is longer than this model can read: it has read the first {0} of its tokens.', formatNumber(model.readTo))}</p>` : nothing}
    ${model ? nothing : html`<p class="hint">${t('It reads the same text beside the first one, and takes its own memory until you give it back or explain another text.')}</p>`}`;
}

function changesView(changes: readonly string[], { openWhatIf }: WithActions): TemplateResult {
  const open = html`<button class="chip plain" data-action="open-what-if" @click=${openWhatIf}>${t('Open What if')}</button>`;
  if (changes.length === 0)
    return html`<p class="hint">${t('No change is on. Choose some in What if, and come back.')}</p>${open}`;
  return html`<ul class="changes">${changes.map((words) => html`<li>${words}</li>`)}</ul>${open}`;
}

export const withStyles = css`
  .with { margin-bottom: 8px; }
  .kinds { display: flex; flex-wrap: wrap; gap: 4px; }
  .kinds .chip { font-family: var(--vscode-font-family); font-size: 12px; }
  .kinds [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
  .count { font-variant-numeric: tabular-nums; font-size: 11px; }
  .what { margin-bottom: 14px; font-size: 12px; }
  .source { display: grid; gap: 4px; }
  textarea { box-sizing: border-box; width: 100%; resize: vertical; background: var(--vscode-input-background); color: var(--vscode-input-foreground, inherit); border: 1px solid var(--vscode-input-border, var(--ts-hairline)); border-radius: 4px; padding: 6px 8px; font-family: var(--vscode-editor-font-family); font-size: 12px; line-height: 1.5; }
  textarea:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .model { font-weight: 600; overflow-wrap: anywhere; }
  .chip.plain { font-family: var(--vscode-font-family); font-size: 12px; }
  .problem { border-left: 3px solid var(--vscode-errorForeground, #f14c4c); padding-left: 8px; margin: 8px 0; max-width: 68ch; line-height: 1.45; }
  .changes { margin: 0; padding-left: 18px; line-height: 1.6; }
`;
