// How deep a JSON text is nested, and whether it ends, without building anything from it. Knows no format.

export interface Nesting {
  readonly depth: number;
  /** Whether everything that was opened is closed: a file that was cut in half ends inside of something. */
  readonly ends: boolean;
}

/** '{"a":[1]}' → depth 2, ends; '{"a":[1' → depth 2, does not end */
export function depthOf(json: string): Nesting {
  let open = 0;
  let depth = 0;
  let isText = false;
  for (let i = 0; i < json.length; i++) {
    const unit = json.charCodeAt(i);
    if (isText) {
      if (unit === BACKSLASH) i++;
      else if (unit === QUOTE) isText = false;
    } else if (unit === QUOTE) isText = true;
    else if (unit === BRACE || unit === BRACKET) depth = Math.max(depth, ++open);
    else if (unit === BRACE_END || unit === BRACKET_END) open--;
  }
  return { depth, ends: !isText && open <= 0 && json.trim() !== '' };
}

const [QUOTE, BACKSLASH, BRACE, BRACE_END, BRACKET, BRACKET_END] = [...'"\\{}[]'].map((one) => one.charCodeAt(0));
