// Tensors as a drawing lists them: those that differ in an expert's number are one, with a count, and what they are for is read
// off their names. Knows no architecture.
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { DrawnTensor } from '../contract/modelFile.ts';

/** What a step is made of: its tensors in order, each with the name that the file has for it. */
export interface NamedEntry {
  readonly entry: TensorEntry;
  readonly fileName: string;
}

/** `prefix` is what the labels leave out. */
export function drawnTensors(entries: readonly NamedEntry[], prefix: string): readonly DrawnTensor[] {
  const byLabel = new Map<string, NamedEntry[]>();
  for (const named of entries) {
    const { name } = named.entry;
    const label = (name.startsWith(prefix) ? name.slice(prefix.length) : name)
      .replace(EXPERT, '$1…$2')
      .replace(STACKED, '');
    const alike = byLabel.get(label);
    if (alike) alike.push(named);
    else byLabel.set(label, [named]);
  }
  return [...byLabel].map(([label, alike]) => {
    const [{ entry, fileName }] = alike;
    const types = [...new Set(alike.map((one) => one.entry.dtype))];
    return { name: fileName, label, part: partOf(label), shape: entry.shape, types, copies: alike.length };
  });
}

/** experts.17.w1.weight → experts.….w1.weight */
const EXPERT = /((?:^|\.)experts?\.)\d+(\.)/;
/** One of several that are stored as one: experts.gate_up_proj[17] → experts.gate_up_proj */
const STACKED = /\[\d+\]$/;

/**
 * By the first word: `self_attn.q_norm` is of attention, `post_attention_layernorm` is a norm; so is `model.norm`. BERT calls its
 * feed-forward `intermediate` and `output`.
 */
function partOf(label: string): DrawnTensor['part'] {
  const [first] = label.split('.');
  if (NORM.test(first)) return 'norm';
  if (/attn|attention/i.test(first)) return 'attention';
  if (/mlp|ffn|feed_forward|^fc\d|moe|expert|router/i.test(first) || /^(intermediate|output)\.dense\./.test(label))
    return 'mlp';
  if (/mixer|mamba|conv|ssm/i.test(first)) return 'mixer';
  return NORM.test(label.split('.').at(-2) ?? '') ? 'norm' : 'other';
}

const NORM = /norm|^ln_/i;

/** The same in all tensors of some layers but the numbers of these: what makes two layers alike. */
export function signatureOf(tensors: readonly DrawnTensor[]): string {
  return JSON.stringify(tensors.map(({ label, shape, copies }) => [label, shape, copies]));
}

/** The first one's tensors, with the types of all. */
export function withAllTypes(layers: readonly (readonly DrawnTensor[])[]): readonly DrawnTensor[] {
  return layers[0].map((tensor, i) => ({
    ...tensor,
    types: [...new Set(layers.flatMap((layer) => layer[i].types))],
  }));
}
