// The head of the editor: which file it is, what can be done with it, and on which text.
import { css, html, nothing } from 'lit';
import type { TypeShare } from '../../src/contract/modelFile.ts';
import type { ShownModelFile, TextInHand } from '../../src/contract/modelFileApi.ts';
import { formatBytes, formatCompact, t } from '../text/l10n.ts';

/** Norms and biases are less. */
const LEAST_SHARE = 0.01;
const MOST_TYPES = 3;

export interface HeaderActions {
  readonly explain: () => void;
  readonly compare: () => void;
  readonly reload: () => void;
}

export interface Header {
  readonly name: string;
  readonly file: ShownModelFile;
  readonly text: TextInHand | undefined;
  /** The file on disk is another one, or gone. */
  readonly changed: 'no' | 'changed' | 'gone';
}

export function header({ name, file, text, changed }: Header, { explain, compare, reload }: HeaderActions) {
  const explains = file.model !== undefined;
  return html`<header>
    <div class="line"><h1 title=${name}>${name}</h1>
      <div class="tools">
        <button class="main" data-action="explain" ?disabled=${!explains} aria-describedby=${explains ? 'text-in-hand' : 'no-model'} @click=${explain}>${t('Explain with This Model')}</button>
        ${file.tensors.length > 0 ? html`<button class="main second" data-action="compare" @click=${compare}>${t('Compare with…')}</button>` : nothing}
      </div></div>
    <p class="sub">${summary(file).join(' · ')}</p>
    ${explains ? textWords(text) : html`<p class="sub" id="no-model">${reason(file)}</p>`}
    ${changed === 'no' ? nothing : html`<p class="notice" role="status">${changed === 'gone' ? t('The file is gone; this is what it held.') : t('The file has changed on disk.')} <button class="link" data-action="reload" @click=${reload}>${t('Reload')}</button></p>`}
  </header>`;
}

function summary({ facts, parts, kind }: ShownModelFile): readonly string[] {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return [
    ...(facts.architecture ? [facts.architecture] : kind === 'tokenizer' ? [t('a tokenizer')] : []),
    ...(facts.parameters ? [t('{0} parameters', formatCompact(facts.parameters))] : []),
    ...(facts.types.length > 0 ? [typesText(facts.types)] : []),
    formatBytes(bytes),
  ];
}

/** Of several types those with the most bytes, with their shares, of which none is all: 'Q4_K 62 %, Q6_K 21 %, …' */
export function typesText(types: readonly TypeShare[]): string {
  const all = types.reduce((sum, { bytes }) => sum + bytes, 0);
  const large = types.filter(({ bytes }) => bytes >= LEAST_SHARE * all).slice(0, MOST_TYPES);
  if (types.length === 1 || all === 0) return types[0].type;
  const words = large.map(({ type, bytes }) => `${type} ${Math.min(99, Math.round((100 * bytes) / all))} %`);
  return [...words, ...(large.length < types.length ? ['…'] : [])].join(', ');
}

function textWords(text: TextInHand | undefined) {
  const words = text
    ? text.isSelection
      ? t('Text: the selection in {0}', text.label)
      : t('Text: the paragraph at the caret in {0}', text.label)
    : t('Text: none yet; open a text file and select some of it.');
  return html`<p class="sub text" id="text-in-hand">${words}${text ? html` <q>${text.beginning}</q>` : nothing}</p>`;
}

function reason({ modelProblem, kind }: ShownModelFile): string {
  if (modelProblem !== undefined) return t('No text can be explained with it. {0}', modelProblem);
  if (kind === 'tokenizer') return t('No text can be explained with it: there are no weights beside this tokenizer.');
  return t(
    'No text can be explained with it: these weights are not the whole model of their folder (model.safetensors, or its index and shards).',
  );
}

export const headerStyles = css`
  header { flex: none; padding: 10px 14px 8px; }
  .line { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; }
  h1 { flex: 1 1 200px; min-width: 0; margin: 0; font-size: 15px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tools { display: flex; flex-wrap: wrap; gap: 6px; }
  .sub { margin: 3px 0 0; color: var(--vscode-descriptionForeground); font-size: 12px; overflow-wrap: anywhere; }
  .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .notice { margin: 6px 0 0; padding: 4px 8px; border-left: 3px solid var(--vscode-editorInfo-foreground, var(--ts-accent)); background: color-mix(in srgb, var(--vscode-foreground) 6%, transparent); font-size: 12px; }
  .link { padding: 0; border: 0; background: none; color: var(--vscode-textLink-foreground); font: inherit; cursor: pointer; text-decoration: underline; }
`;
