// Says how the model runs where that is unusual: of one that reads images, too, only the text part, in which precision its
// weights are kept and what that costs, and which execution provider runs it or could not. Knows what the engine has measured.
import { html, nothing, type TemplateResult } from 'lit';
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { ExecutionProvider, KeptPrecision, QuantisationError } from '../../src/contract/engineOptions.ts';
import type { WeightStorage } from '../../src/contract/weightStorage.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { percent, short } from '../text/numbers.ts';
import { storageInWords } from './storageInWords.ts';

const NAMES: Readonly<Record<ExecutionProvider, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  coreml: 'Core ML',
  dml: 'DirectML',
  cuda: 'CUDA',
};

/** Nothing is said about float32 on the CPU, which is the default, and about a model that a server runs. */
export function runningFacts({
  textOnly,
  precision,
  provider,
  storage,
}: ModelInfo): readonly (TemplateResult | typeof nothing)[] {
  const on = provider && provider.used !== 'cpu' ? t('on {0}', NAMES[provider.used]) : undefined;
  return [
    textOnly
      ? html`<span class="facts" title=${t('This model also reads images. Tokenscope loads and runs the part that reads text.')}>${t('text only')}</span>`
      : nothing,
    precision ? precisionFact(precision, storage) : nothing,
    on ? html`<span class="facts provider">${on}</span>` : nothing,
  ];
}

function precisionFact(
  { kept, error }: KeptPrecision,
  storage: WeightStorage | undefined,
): TemplateResult | typeof nothing {
  if (kept === 'float32') return nothing;
  if (kept === 'stored') {
    const why = storage
      ? t('Kept as in the file: the numbers that its codes and scales stand for, multiplied without rounding.')
      : t('Kept in the blocks of the GGUF file: the numbers that these stand for, multiplied without rounding.');
    const how = storage ? storageInWords(storage) : t('weights as in the file');
    return html`<span class="facts precision" title=${why}>${how}</span>`;
  }
  // Weights that are kept in 16 bits as in the file lose nothing, so there is no error to measure.
  if (!error) {
    const why = t(
      'Kept as in the file, in half the memory, and widened as they are used: the same numbers as in 32 bits.',
    );
    return html`<span class="facts precision" title=${why}>${t('weights in 16 bits')}</span>`;
  }
  const words =
    kept === 'fast'
      ? t('weights as in the file, inputs in 8 bits, logits ±{0}', short(error.rms))
      : t('weights in {0} bits, logits ±{1}', kept === 'int8' ? 8 : 4, short(error.rms));
  return html`<span class="facts precision" title=${measured(error)}>${words}</span>`;
}

function measured({ tokens, largest, rms, klBits, agreement }: QuantisationError): string {
  return t(
    'Measured on {0} tokens against the same model before: logits differ by {1} (root mean square), by {2} at most; the next token is distributed {3} bits apart (KL divergence); the most probable one is the same at {4} of the positions.',
    formatNumber(tokens),
    short(rms),
    short(largest),
    short(klBits),
    percent(agreement),
  );
}

/** Why the model runs on the CPU although something else was asked for. */
export function fallback({ provider }: ModelInfo): string | undefined {
  if (!provider?.instead) return undefined;
  const { asked, problem } = provider.instead;
  if (problem === undefined)
    return t('ONNX Runtime has no {0} on this platform, the model runs on the CPU.', NAMES[asked]);
  return t('{0} cannot be used, the model runs on the CPU: {1}', NAMES[asked], problem);
}
