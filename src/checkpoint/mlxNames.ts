// What mlx-lm calls the tensors of a model, where transformers calls them something else: its classes join the experts of a
// mixture into stacks, and some have other names. Nothing but names changes here, and stacks are cut into the experts' own
// maps. https://github.com/ml-explore/mlx-lm/tree/main/mlx_lm/models (sanitize() of each class)
import type { Config } from './config.ts';
import { isKnownDtype, type TensorEntry } from './safetensors.ts';
import { matrixOfStack, rowOfTable } from './tensorSlice.ts';

type Tensors = ReadonlyMap<string, TensorEntry>;

/** What Mixtral and Phi-3.5-MoE have in place of words. */
const NUMBERED: Readonly<Record<string, string>> = { gate_proj: 'w1', up_proj: 'w3', down_proj: 'w2' };
/** A map of all experts: switch_mlp and switch_glu are mlx-lm's own, and it parts the maps of gpt-oss, which are stacks already. */
const STACK = /^(.*)\.(?:switch_mlp|switch_glu|experts)\.((?:gate|up|down)_proj)$/;

/** What the experts' own maps are called, by the expert's number: mlp.switch_mlp.up_proj → mlp.experts.0.up_proj, … */
export function expertNames(tensors: Tensors, stack: string): (index: number) => string {
  const [, within, map] = STACK.exec(stack) ?? [];
  if (within === undefined) return (index) => `${stack}.${index}`;
  const isNumbered = within.endsWith('.block_sparse_moe') && !hasGraniteRouter(tensors, within);
  const experts = within.endsWith('.experts') ? within : `${within}.experts`;
  return (index) => `${experts}.${index}.${isNumbered ? NUMBERED[map] : map}`;
}

/** Granite's router has its map as a part, and its experts have words. */
function hasGraniteRouter(tensors: Tensors, within: string): boolean {
  return tensors.has(`${within}.router.layer.weight`);
}

/** The tensors by the names and shapes that transformers has for them. Those of others are what they were. */
export function namedAsPublished(config: Config, tensors: Tensors): Tensors {
  const modelType = config.name('model_type') ?? '';
  const renames = renamesOf(modelType, tensors);
  const all = new Map<string, TensorEntry>();
  for (const tensor of tensors.values()) {
    for (const entry of ofEachExpert(tensors, tensor)) {
      const name = renamed(entry.name, renames);
      all.set(name, { ...entry, name, ...(modelType === 'apertus' && oneAxis(entry)) });
    }
  }
  return all;
}

/** The experts' own maps and biases, of a stack of plain numbers; the tensor itself where it is none. */
function ofEachExpert(tensors: Tensors, tensor: TensorEntry): readonly TensorEntry[] {
  const [, stack, part] = /^(.*)\.(weight|bias)$/.exec(tensor.name) ?? [];
  const [axes, each] = part === 'weight' ? [3, matrixOfStack] : [2, rowOfTable];
  if (stack === undefined || !STACK.test(stack) || tensor.shape.length !== axes) return [tensor];
  if (tensor.packing || !isKnownDtype(tensor.dtype)) return [tensor];
  const names = expertNames(tensors, stack);
  const named = (_: unknown, index: number) => ({ ...each(tensor, index), name: `${names(index)}.${part}` });
  return Array.from({ length: tensor.shape[0] }, named);
}

type Renames = readonly (readonly [from: RegExp, to: string])[];

interface OwnNames {
  /** What the names of blocks begin with: others that are wrapped in `model.` have the usual names within it. */
  readonly blocks?: string;
  /** The first that fits counts. */
  readonly renames: Renames;
}

/** By model_type. */
const OWN_NAMES: ReadonlyMap<string, OwnNames> = new Map<string, OwnNames>([
  ['gpt2', { blocks: 'model.h.', renames: [[/^model\./, 'transformer.']] }],
  [
    'gpt_neox',
    {
      blocks: 'model.h.',
      renames: [
        [/^model\.embed_out\./, 'embed_out.'],
        [/^model\.h\./, 'gpt_neox.layers.'],
        [/^model\./, 'gpt_neox.'],
      ],
    },
  ],
  // Without experts, the MLP of all tokens has the usual names.
  [
    'granitemoehybrid',
    {
      renames: [
        [/^(model\.layers\.\d+)\.mlp\.down_proj\./, '$1.shared_mlp.output_linear.'],
        [/^(model\.layers\.\d+)\.mlp\./, '$1.shared_mlp.'],
      ],
    },
  ],
]);

function renamesOf(modelType: string, tensors: Tensors): Renames {
  const { blocks = '', renames = [] } = OWN_NAMES.get(modelType) ?? {};
  return [...tensors.keys()].some((name) => name.startsWith(blocks)) ? renames : [];
}

function renamed(name: string, renames: Renames): string {
  const found = renames.find(([from]) => from.test(name));
  return found ? name.replace(...found) : name;
}

/** Apertus's activation has numbers that transformers has as lists of one. */
function oneAxis({ name, shape }: TensorEntry): Pick<TensorEntry, 'shape'> | undefined {
  return shape.length === 0 && /\.alpha_[pn]$/.test(name) ? { shape: [1] } : undefined;
}
