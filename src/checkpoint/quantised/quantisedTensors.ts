// Which method config.json says that the weights are quantised with. What it packed into several tensors becomes one entry
// under the name that the model's own code has for it; maps that were left out stay as they are, whatever lists of names say.
// What nobody here reads is refused by name. Knows no layout.
import type { Failure } from '../../contract/failure.ts';
import { OWN_QUANT_METHODS, QUANT_METHODS, READ_METHODS } from '../../contract/quantMethods.ts';
import type { Config } from '../config.ts';
import { awqTensors } from './awq.ts';
import { bitsandbytesTensors } from './bitsandbytes.ts';
import { compressedTensors } from './compressedTensors.ts';
import { fp8Tensors } from './fp8.ts';
import { gptqTensors } from './gptq.ts';
import { mlxTensors } from './mlx.ts';
import type { Tensors } from './modules.ts';

type Method = (settings: Config, tensors: Tensors) => Tensors | Promise<Tensors>;

const METHODS: Readonly<Record<(typeof QUANT_METHODS)[number], Method>> = {
  awq: awqTensors,
  bitsandbytes: bitsandbytesTensors,
  'compressed-tensors': compressedTensors,
  fp8: fp8Tensors,
  gptq: gptqTensors,
};
const KEYS = ['quantization', 'quantization_config'];

interface Read {
  readonly config: Config;
  readonly tensors: Tensors;
}

/**
 * The same config without its quantisation, and the tensors as it makes them. Fails with quantisation-unsupported,
 * tensor-missing, tensor-invalid, config-invalid, config-unsupported.
 */
export async function quantisedTensors({ config, tensors }: Read): Promise<Read> {
  const mlx = settingsOf(config, 'quantization');
  const settings = mlx ?? settingsOf(config, 'quantization_config');
  if (!settings) return { config, tensors };
  const method = methodOf(settings);
  if (method === undefined) return { config, tensors };
  const bare = KEYS.reduce((left, key) => left.without(key), config);
  const read = await method(settings, tensors);
  if ([...read.values()].some(({ packing }) => packing)) return { config: bare, tensors: read };
  throw settings.invalid('quant_method', 'no tensor of the file is quantised by it');
}

/** It may stand in the section of the part that reads text. */
function settingsOf(config: Config, key: string): Config | undefined {
  return config.section(key) ?? config.section('text_config')?.section(key);
}

/** Undefined where the architecture reads it. MLX gives its settings no name. */
function methodOf(settings: Config): Method | undefined {
  const name = settings.name('quant_method');
  if (name === undefined && settings.has('group_size')) return mlxTensors;
  if (name !== undefined && OWN_QUANT_METHODS.includes(name)) return undefined;
  const known = QUANT_METHODS.find((method) => method === name);
  if (known) return METHODS[known];
  throw {
    code: 'quantisation-unsupported',
    file: settings.file,
    method: name ?? '',
    supported: READ_METHODS,
  } satisfies Failure;
}
