// The drawing of a model: from the way in to the way out, what each step is made of, with the shapes that the file has. The stream
// runs along it. A tensor is a button that leads to the table.
import { css, html, nothing } from 'lit';
import type { DrawnStep, DrawnTensor, ModelDrawing } from '../../src/contract/modelFile.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { blockWords, stepTitle } from './drawingWords.ts';
import { shapeText } from './tensorRows.ts';

/** A group of names may be any number. */
const MOST_STEPS = 200;

export function drawing(drawn: ModelDrawing, choose: (tensor: string) => void) {
  const steps = drawn.steps.slice(0, MOST_STEPS);
  return html`${drawn.kind === 'architecture' ? streamWords(drawn) : groupsWords()}
    <ol class="steps" data-drawing=${drawn.kind}>${steps.map((step) => stepView(step, choose))}</ol>
    ${drawn.steps.length > steps.length ? html`<p class="quiet">${t('and {0} more', formatNumber(drawn.steps.length - steps.length))}</p>` : nothing}`;
}

function streamWords({ stream }: Extract<ModelDrawing, { kind: 'architecture' }>) {
  const { dModel, vocabSize, parallel, tiedTables } = stream;
  return html`<p class="about">${t('A stream of {0} numbers a token runs through all blocks; {1} entries go in and come out.', formatNumber(dModel), formatNumber(vocabSize))}
    ${parallel ? t('Attention and MLP of a block read the same stream.') : t('The MLP of a block reads the stream with what attention has added.')}
    ${tiedTables ? t('One table serves both ends.') : nothing}</p>`;
}

function groupsWords() {
  return html`<p class="about">${t('How these tensors are used is not known here, so that they stand as their names group them.')}</p>`;
}

function stepView(step: DrawnStep, choose: (tensor: string) => void) {
  const { kind, layers, block, tensors } = step;
  const count = layers.length > 1 ? html`<span class="times">${formatNumber(layers.length)} ×</span>` : nothing;
  return html`<li class="step" data-step=${kind}><h2>${stepTitle(step)} ${count}</h2>
    ${block ? html`<p class="words">${blockWords(block).join(' · ')}</p>` : nothing}
    ${partsOf(tensors).map(
      ([part, inPart]) =>
        html`<ul class="part" data-part=${part} aria-label=${partName(part)}>${inPart.map((tensor) => tensorView(tensor, choose))}</ul>`,
    )}</li>`;
}

function tensorView({ name, label, shape, types, copies }: DrawnTensor, choose: (tensor: string) => void) {
  return html`<li><button class="tensor" title=${name} @click=${() => choose(name)}><span class="label">${label}</span>
    <span class="shape">${copies > 1 ? html`${formatNumber(copies)} × ` : nothing}${shapeText(shape)}</span><span class="type">${types.join(', ')}</span></button></li>`;
}

/** Consecutive tensors of one part, in the order in which they are used. */
function partsOf(tensors: readonly DrawnTensor[]): readonly (readonly [DrawnTensor['part'], readonly DrawnTensor[]])[] {
  const parts: [DrawnTensor['part'], DrawnTensor[]][] = [];
  for (const tensor of tensors) {
    const last = parts.at(-1);
    if (last?.[0] === tensor.part) last[1].push(tensor);
    else parts.push([tensor.part, [tensor]]);
  }
  return parts;
}

function partName(part: DrawnTensor['part']): string {
  if (part === 'norm') return t('norm');
  if (part === 'attention') return t('attention');
  if (part === 'mlp') return t('MLP');
  return part === 'mixer' ? t('mixer') : t('table');
}

export const drawingStyles = css`
  .about { margin: 0 0 12px; max-width: 66ch; line-height: 1.5; }
  .steps { position: relative; margin: 0; padding: 0; list-style: none; display: flex; flex-direction: column; gap: 14px; }
  .step { position: relative; padding: 8px 10px 10px; border: 1px solid var(--ts-hairline); border-radius: 6px; background: var(--vscode-editorWidget-background, transparent); }
  /* The stream leads from one step to the next. */
  [data-drawing='architecture'] .step:not(:last-child)::after { content: ''; position: absolute; left: 20px; bottom: -15px; width: 2px; height: 14px; background: var(--ts-attention); }
  [data-drawing='architecture'] .step:not(:first-child)::before { content: ''; position: absolute; left: 17px; top: -6px; border: 4px solid transparent; border-top-color: var(--ts-attention); border-bottom: 0; }
  .step h2 { display: flex; align-items: baseline; gap: 8px; margin: 0 0 4px; font-size: 13px; font-weight: 600; }
  .times { padding: 0 6px; border-radius: 8px; background: var(--vscode-badge-background); color: var(--vscode-badge-foreground); border: 1px solid var(--vscode-contrastBorder, transparent); font-size: 11px; font-weight: 400; line-height: 15px; }
  .words { margin: 0 0 8px; color: var(--vscode-descriptionForeground); font-size: 12px; line-height: 1.5; }
  .part { margin: 0 0 3px; padding: 0; list-style: none; border-left: 3px solid var(--part, var(--ts-hairline)); }
  [data-part='attention'] { --part: var(--vscode-charts-blue, #3794ff); }
  [data-part='mlp'] { --part: var(--vscode-charts-green, #3fa266); }
  [data-part='mixer'] { --part: var(--vscode-charts-purple, #b180d7); }
  [data-part='norm'] { --part: color-mix(in srgb, var(--vscode-foreground) 40%, transparent); }
  [data-part='other'] { --part: var(--ts-attention); }
  .tensor { display: grid; grid-template-columns: minmax(0, 1fr) auto minmax(52px, auto); gap: 12px; width: 100%; padding: 1px 4px 1px 8px; border: 0; background: none; color: inherit; font: inherit; font-size: 12px; line-height: 18px; text-align: left; cursor: pointer; }
  .tensor:hover { background: var(--vscode-list-hoverBackground); }
  .tensor:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
  .tensor .label { font-family: var(--vscode-editor-font-family, monospace); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .tensor .shape { font-variant-numeric: tabular-nums; }
  .tensor .type { color: var(--vscode-descriptionForeground); text-align: right; }
`;
