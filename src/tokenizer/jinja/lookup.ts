// What `x.name`, `x[key]` and `x[1:]` are. Knows no syntax.
import { methodOf } from './methods.ts';
import { Fields, Float, numberOf, Tuple, typeName, type Value, wholeOf } from './values.ts';

/** x.name: a method, else what is under that name. Fails on Undefined. */
export function attribute(owner: Value, name: string): Value {
  if (owner === undefined) throw new Error(`${JSON.stringify(name)} is sought in what is undefined`);
  if (owner instanceof Fields) return owner.values.get(name);
  return methodOf(owner, name) ?? (owner instanceof Map ? owner.get(name) : undefined);
}

/** x[key]: what is under that key, else a method. Fails on Undefined. */
export function item(owner: Value, key: Value): Value {
  if (owner === undefined) throw new Error(`${JSON.stringify(key ?? null)} is sought in what is undefined`);
  const at = key instanceof Float ? key.value : key;
  if (owner instanceof Map && owner.has(at)) return owner.get(at);
  if (typeof at === 'string') return attribute(owner, at);
  const place = numberOf(at);
  if (place === undefined) return undefined;
  if (Array.isArray(owner)) return owner.at(place);
  return typeof owner === 'string' ? Array.from(owner).at(place) : undefined;
}

/** x[start:stop:step] of a list or a text. */
export function slice(owner: Value, start: Value, stop: Value, step: Value): Value {
  if (typeof owner !== 'string' && !Array.isArray(owner)) throw new Error(`${typeName(owner)} has no slices`);
  const list = Array.from<Value>(owner);
  const by = step === undefined || step === null ? 1 : wholeOf(step, 'the step of a slice');
  if (by === 0) throw new Error('the step of a slice is 0');
  const [least, most] = by > 0 ? [0, list.length] : [-1, list.length - 1];
  const bound = (given: Value, otherwise: number) => {
    if (given === undefined || given === null) return otherwise;
    const at = wholeOf(given, 'a bound of a slice');
    return Math.max(least, Math.min(most, at < 0 ? at + list.length : at));
  };
  const end = bound(stop, by > 0 ? most : least);
  const part: Value[] = [];
  for (let i = bound(start, by > 0 ? least : most); by > 0 ? i < end : i > end; i += by) part.push(list[i]);
  if (typeof owner === 'string') return part.join('');
  return owner instanceof Tuple ? Tuple.from(part) : part;
}
