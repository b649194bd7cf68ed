// The filter tojson as transformers defines it, which is json.dumps() of Python: no HTML is escaped. Knows no syntax.
import { type Args, Float, floatText, isTrue, numberOf, order, str, typeName, type Value } from './values.ts';

interface Style {
  readonly ascii: boolean;
  /** What one level is indented by; undefined for one line. */
  readonly indent: string | undefined;
  readonly between: string;
  readonly behindKey: string;
  readonly sorted: boolean;
}

export function toJson(value: Value, args: Args): string {
  const [ascii, indent, separators, sorted] = args.take('ensure_ascii', 'indent', 'separators', 'sort_keys');
  const width = numberOf(indent);
  const step = typeof indent === 'string' ? indent : width === undefined ? undefined : ' '.repeat(Math.max(0, width));
  const [between, behindKey] = Array.isArray(separators) ? separators : [step === undefined ? ', ' : ',', ': '];
  const style = { ascii: isTrue(ascii), indent: step, sorted: isTrue(sorted) };
  return written(value, { ...style, between: str(between), behindKey: str(behindKey) }, 0);
}

function written(value: Value, style: Style, depth: number): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'string') return text(value, style);
  if (value instanceof Float) return floatText(value.value).replace('inf', 'Infinity').replace('nan', 'NaN');
  if (Array.isArray(value)) {
    const parts = Array.from(value, (of) => written(of, style, depth + 1));
    return enclosed(['[', ']'], parts, style, depth);
  }
  if (value instanceof Map) {
    const entries = style.sorted ? [...value].toSorted(([a], [b]) => order(a, b)) : [...value];
    const parts = entries.map(
      ([key, of]) => `${keyText(key, style)}${style.behindKey}${written(of, style, depth + 1)}`,
    );
    return enclosed(['{', '}'], parts, style, depth);
  }
  throw new Error(`tojson cannot write ${typeName(value)}`);
}

/** Python makes texts of numbers, true, false and None. */
function keyText(key: Value, style: Style): string {
  return text(typeof key === 'string' ? key : written(key, style, 0), style);
}

function text(value: string, { ascii }: Style): string {
  const quoted = JSON.stringify(value);
  if (!ascii) return quoted;
  return quoted.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function enclosed([open, close]: readonly [string, string], parts: readonly string[], style: Style, depth: number) {
  const { indent, between } = style;
  if (indent === undefined || parts.length === 0) return `${open}${parts.join(between)}${close}`;
  const line = `\n${indent.repeat(depth + 1)}`;
  return `${open}${line}${parts.join(between + line)}\n${indent.repeat(depth)}${close}`;
}
