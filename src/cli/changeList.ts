// The changes of `--without` as they are written: head:5.2, head:5.2*0.5, mlp:3=mean, expert:5.2, token:4-7, edge:5.2:10:3, separated
// by commas. Throws UsageError where one is written in another way. Knows no engine.
import type { Span, TokenIndex } from '../contract/tokens.ts';
import type { Change, ModelPart } from '../contract/whatIf.ts';
import { UsageError } from './usageError.ts';

const NUMBER = '\\d+';
const PART = new RegExp(
  `^(?:head:(${NUMBER})\\.(${NUMBER})|(attention|state|mlp):(${NUMBER}))(?:\\*(-?[\\d.]+)|=(mean))?$`,
);
const EXPERT = new RegExp(`^expert:(${NUMBER})\\.(${NUMBER})$`);
const TOKENS = new RegExp(`^token:(${NUMBER})(?:-(${NUMBER}))?$`);
const EDGE = new RegExp(`^edge:(${NUMBER})\\.(${NUMBER}):(${NUMBER}):(${NUMBER})$`);

export function changesOf(list: string): readonly Change[] {
  return list.split(',').map((written) => changeOf(written.trim()));
}

function changeOf(written: string): Change {
  const part = PART.exec(written);
  if (part) return partChange(written, part);
  const expert = EXPERT.exec(written);
  if (expert) return { kind: 'expert', layer: Number(expert[1]), expert: Number(expert[2]) };
  const tokens = TOKENS.exec(written);
  if (tokens) return { kind: 'hide', span: spanOf(Number(tokens[1]), Number(tokens[2] ?? tokens[1])) };
  const edge = EDGE.exec(written);
  if (edge) {
    const [layer, head, query, key] = edge.slice(1).map(Number);
    return { kind: 'hide', span: spanOf(key, key), query: query as TokenIndex, layer, head };
  }
  throw new UsageError(
    `--without: ${JSON.stringify(written)} is none of head:5.2, attention:5, state:5, mlp:5 (off; *0.5 scales, =mean sets to the mean), expert:5.2, token:4, token:4-7, edge:LAYER.HEAD:QUERY:KEY`,
  );
}

function partChange(written: string, [, layer, head, kind, ofLayer, factor, mean]: RegExpExecArray): Change {
  const part: ModelPart =
    kind === undefined
      ? { kind: 'head', layer: Number(layer), head: Number(head) }
      : { kind: kind as 'attention' | 'state' | 'mlp', layer: Number(ofLayer) };
  if (mean) return { kind: 'mean', part };
  if (Number.isNaN(Number(factor ?? 0))) throw new UsageError(`--without: no number in ${JSON.stringify(written)}`);
  return { kind: 'scale', part, factor: Number(factor ?? 0) };
}

/** Both places included, as they are written. */
function spanOf(first: number, last: number): Span<TokenIndex> {
  return { start: first, end: last + 1 } as Span<TokenIndex>;
}
