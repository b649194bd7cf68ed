// The card of a file: what a reader wants to know of a model before opening it. What no file says is left out.
import { css, html, nothing } from 'lit';
import type { ModelFacts, TokenizerFacts, TypeShare } from '../../src/contract/modelFile.ts';
import type { Answered, ShownModelFile } from '../../src/contract/modelFileApi.ts';
import { formatBytes, formatCompact, formatNumber, t } from '../text/l10n.ts';
import { short } from '../text/numbers.ts';
import { isWhole } from './numberType.ts';

/** Types that are listed; the others are summed. */
const MOST_TYPES = 5;
/** Characters from which on a text is folded, and those that are shown of it. */
const FOLDED_FROM = 160;
const SHOWN_FOLDED = 60;
/** Control and format characters, marks of direction among them, and separators other than spaces and ends of lines. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

export function card(file: ShownModelFile, tokenizer: Answered<TokenizerFacts> | undefined) {
  const { facts, parts, tensors, metadata } = file;
  const rows: readonly (readonly [string, unknown])[] = [
    [t('Name'), facts.name],
    [t('Architecture'), facts.architecture],
    [t('Parameters'), parametersText(facts)],
    [t('Size'), sizeText(file)],
    [t('Precision'), precision(facts)],
    [t('Context'), facts.context === undefined ? undefined : t('{0} tokens', formatNumber(facts.context))],
    [
      t('Licence'),
      facts.licence ?? (tensors.length > 0 ? html`<span class="quiet">${t('none stated')}</span>` : undefined),
    ],
    [t('Tokenizer'), tokenizerText(tokenizer)],
    [t('Files'), parts.length > 1 ? partsList(file) : undefined],
  ];
  return html`<dl class="card">${rows.map(([label, value]) => (value === undefined ? nothing : html`<dt>${label}</dt><dd>${value}</dd>`))}</dl>
    ${
      metadata.length > 0
        ? html`<details class="metadata"><summary>${file.kind === 'gguf' ? t('All Metadata ({0})', formatNumber(metadata.length)) : t('config.json ({0} keys)', formatNumber(metadata.length))}</summary>
      <dl class="pairs">${metadata.map(([key, value]) => html`<dt>${key}</dt><dd>${value}</dd>`)}</dl></details>`
        : nothing
    }${ownMetadataView(file)}`;
}

/** What the writer of a safetensors file put into its header. */
function ownMetadataView({ ownMetadata }: ShownModelFile) {
  if (ownMetadata.length === 0) return nothing;
  return html`<details class="metadata" data-own><summary>${t('Metadata of the File ({0} keys)', formatNumber(ownMetadata.length))}</summary>
    <dl class="pairs">${ownMetadata.map(([key, text]) => html`<dt>${withSigns(key)}</dt><dd>${ownText(text)}</dd>`)}</dl></details>`;
}

/** A long text is folded; its beginning tells what it is. */
function ownText(text: string) {
  if (text.length <= FOLDED_FROM) return withSigns(text);
  return html`<details class="long"><summary>${withSigns(text.slice(0, SHOWN_FOLDED))}… <span class="quiet">${t('{0} characters', formatNumber(text.length))}</span></summary>
    <pre tabindex="0">${withSigns(text)}</pre></details>`;
}

/** Anybody may have written it: what is not seen, or turns the direction of what follows, is a sign. */
function withSigns(text: string) {
  return text.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return `⟨U+${code}⟩`;
  });
}

function parametersText({ parameters }: ModelFacts): string | undefined {
  if (parameters === undefined || parameters === 0) return undefined;
  return parameters < 100_000 ? formatNumber(parameters) : `${formatCompact(parameters)} (${formatNumber(parameters)})`;
}

function sizeText({ parts, tensors }: ShownModelFile): string {
  const bytes = formatBytes(parts.reduce((sum, part) => sum + part.bytes, 0));
  return tensors.length > 0 ? t('{0} in {1} tensors', bytes, formatNumber(tensors.length)) : bytes;
}

/** What a weight takes on average, and the types by their share of the bytes. */
function precision({ types, parameters }: ModelFacts) {
  if (types.length === 0) return undefined;
  const bytes = types.reduce((sum, type) => sum + type.bytes, 0);
  const stored = types.reduce((sum, type) => sum + type.weights, 0);
  const isPacked = types.some(({ type }) => isWhole(type)); // several weights share an integer
  const weights = isPacked ? (parameters ?? 0) : stored;
  const average = weights > 0 ? t('{0} bits a weight', short((8 * bytes) / weights)) : '';
  if (types.length === 1) return html`${types[0].type} <span class="quiet">${average}</span>`;
  const more = types.length - MOST_TYPES;
  return html`${average}
    <ul class="types">${types.slice(0, MOST_TYPES).map((type) => typeBar(type, bytes))}${more > 0 ? html`<li class="quiet">${t('{0} more', more)}</li>` : nothing}</ul>`;
}

function typeBar({ type, bytes, tensors }: TypeShare, all: number) {
  const share = all > 0 ? bytes / all : 0;
  return html`<li><span class="name">${type}</span><span class="bar" aria-hidden="true"><span class="fill" .style=${`width: ${100 * share}%`}></span></span><span class="quiet">${t('{0}, {1} tensors', formatBytes(bytes), formatNumber(tensors))}</span></li>`;
}

function tokenizerText(tokenizer: Answered<TokenizerFacts> | undefined) {
  if (tokenizer?.kind === 'failed') return html`<span class="problem">${tokenizer.words}</span>`;
  if (tokenizer?.kind !== 'answered') return tokenizer;
  const { type, size, merges, added } = tokenizer.value;
  const parts = [
    type,
    t('{0} entries', formatNumber(size)),
    ...(merges > 0 ? [t('{0} merges', formatNumber(merges))] : []),
    ...(added > 0 ? [t('{0} added', formatNumber(added))] : []),
  ];
  return parts.join(', ');
}

function partsList({ parts }: ShownModelFile) {
  return html`<details><summary>${t('{0} files', formatNumber(parts.length))}</summary>
    <ul class="parts">${parts.map(({ name, bytes }) => html`<li>${name} <span class="quiet">${formatBytes(bytes)}</span></li>`)}</ul></details>`;
}

export const cardStyles = css`
  .card { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 6px 16px; margin: 0; }
  .card dt, .pairs dt { color: var(--vscode-descriptionForeground); }
  .card dd { margin: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
  .types { margin: 4px 0 0; padding: 0; list-style: none; font-size: 12px; }
  .types li { display: grid; grid-template-columns: 56px minmax(40px, 90px) minmax(0, 1fr); gap: 8px; align-items: center; }
  .types .bar { height: 6px; border-radius: 2px; background: color-mix(in srgb, var(--vscode-foreground) 9%, transparent); overflow: hidden; outline: 1px solid var(--vscode-contrastBorder, transparent); }
  .types .fill { display: block; height: 100%; min-width: 1px; background: var(--ts-attention); }
  .parts { margin: 4px 0 0; padding: 0 0 0 4px; list-style: none; font-size: 12px; overflow-wrap: anywhere; }
  .quiet { color: var(--vscode-descriptionForeground); }
  .problem { color: var(--vscode-errorForeground); }
  .metadata { margin-top: 14px; }
  .metadata + .metadata { margin-top: 8px; }
  .long pre { margin: 4px 0 0; max-height: 20em; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
  .pairs dd:has(.long) { max-height: none; }
  summary { cursor: pointer; }
  .pairs { display: grid; grid-template-columns: minmax(120px, auto) minmax(0, 1fr); gap: 3px 12px; margin: 8px 0 0; font-family: var(--vscode-editor-font-family, monospace); font-size: 11px; }
  .pairs dt { overflow-wrap: anywhere; }
  .pairs dd { margin: 0; overflow-wrap: anywhere; max-height: 4.5em; overflow-y: auto; }
`;
