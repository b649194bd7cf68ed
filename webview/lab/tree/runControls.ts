// Draws the buttons that let the model go on from the branch that is shown, and what is done with it. Knows what runs,
// runs nothing itself.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { GenerationAction } from '../../state/generationAction.ts';
import type { LastRun } from '../../state/labState.ts';
import '../../stops/choice.ts';
import { formatNumber, t } from '../../text/l10n.ts';

/** How many tokens Run can be asked for. */
const LENGTHS = [10, 50, 200];
export const FIRST_LENGTH = LENGTHS[0];

export interface RunControls {
  readonly generating: boolean;
  /** Tokens that Run is asked for. */
  readonly length: number;
  readonly lastRun: LastRun | undefined;
  /** Whether the branch that is shown has a token. */
  readonly any: boolean;
  /** Whether there are tokens that are not shown. */
  readonly others: boolean;
  readonly act: (action: GenerationAction) => void;
  readonly setLength: (length: number) => void;
  readonly clear: () => void;
}

export function runControls(controls: RunControls): TemplateResult {
  const { generating, length, any, others, act, setLength, clear } = controls;
  const button = (name: string, label: string, disabled: boolean, work: () => void) =>
    html`<vscode-button secondary data-action=${name} ?disabled=${disabled} @click=${work}>${label}</vscode-button>`;
  return html`<div class="row controls" role="group" aria-label=${t('Generate')} data-control>
      ${button('tree-step', t('Step'), generating, () => act('step'))}
      <span class="for">${button('run-for', t('Run'), generating, () => act({ kind: 'runFor', tokens: length }))}
        <ts-choice class="length" label=${t('Tokens of a run')} .options=${LENGTHS.map((one) => ({ value: String(one), label: t('{0} tokens', one) }))} .value=${String(length)} @choose=${({ detail }: CustomEvent<string>) => setLength(Number(detail))}></ts-choice></span>
      ${button('run-sentence', t('To the end of the sentence'), generating, () => act({ kind: 'runTo', end: 'sentence' }))}
      ${button('run-end', t('To the model’s end'), generating, () => act({ kind: 'runTo', end: 'model' }))}
      ${button('tree-stop', t('Stop'), !generating, () => act('stop'))}
      <span class="speed">${speed(controls)}</span></div>
    <div class="row controls" data-control>
      ${button('insert', t('Insert into the document'), generating || !any, () => act('insert'))}
      ${button('offer', t('Show as ghost text'), generating || !any, () => act('offer'))}
      ${button('tree-copy', t('Copy'), !any, () => act('copy'))}
      ${others ? button('clear-branches', t('Clear other branches'), generating, clear) : nothing}</div>`;
}

function speed({ lastRun }: RunControls): string {
  if (!lastRun || lastRun.ms === 0) return '';
  return t('{0} tokens a second', formatNumber((1000 * lastRun.tokens) / lastRun.ms, 1));
}

export const runControlsStyles = css`
  .controls { gap: 6px; margin-bottom: 8px; }
  .for { display: inline-flex; gap: 4px; align-items: center; }
  .length { width: 9em; }
  .speed { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
`;
