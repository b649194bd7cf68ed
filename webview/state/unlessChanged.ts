// Keeps an unchanged object the same one: elements compare properties by identity, and draw again for another one.
// Pure.

/** Returns `before` if all fields of `now` are identical there, else `now`. */
export function unlessChanged<Value extends object>(before: Value | undefined, now: Value): Value {
  if (!before) return now;
  const names = Object.keys(now) as (keyof Value)[];
  return names.every((name) => before[name] === now[name]) ? before : now;
}
