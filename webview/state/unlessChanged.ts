// Keeps what is drawn from being drawn again: elements compare what they are handed by identity. Pure.

/** `before` where every field of `now` is the same there, else `now`. */
export function unlessChanged<Value extends object>(before: Value | undefined, now: Value): Value {
  if (!before) return now;
  const names = Object.keys(now) as (keyof Value)[];
  return names.every((name) => before[name] === now[name]) ? before : now;
}
