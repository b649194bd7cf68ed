// Where in a rendered conversation stands what was said. The conversation is rendered a second time with marks around all
// that was said; where that text is the same but for the marks, they show the places. Knows no tokens.
import type { KnownMessage } from './templateMessages.ts';

/** A range of the rendered text that a message has said. */
export interface SaidPlace {
  readonly message: number;
  readonly start: number;
  readonly end: number;
}

/** Private characters of planes 15 and 16: no text has them, no template does anything with them. */
const BEGIN = 0xf0000;
const END = 0x100000;
const MOST_MESSAGES = 0xfffd;
const MARK = /[\u{f0000}-\u{10ffff}]/gu;

/**
 * The places in `text`, in order; undefined where the template makes another text of the marked messages: it looks at how
 * they begin, or cuts them.
 */
export function saidPlaces(
  text: string,
  messages: readonly KnownMessage[],
  render: (messages: readonly KnownMessage[]) => string,
): readonly SaidPlace[] | undefined {
  if (messages.length > MOST_MESSAGES || text.search(MARK) >= 0) return undefined;
  const withMarks = render(messages.map(marked));
  if (withMarks.replace(MARK, '') !== text) return undefined;
  const places: SaidPlace[] = [];
  const open = new Map<number, number>();
  let marks = 0; // in UTF-16 code units, two for each
  for (const { 0: mark, index } of withMarks.matchAll(MARK)) {
    const at = index - marks;
    const code = mark.codePointAt(0) ?? 0;
    const start = code >= END ? open.get(code - END) : undefined;
    if (code < END) open.set(code - BEGIN, at);
    else if (start === undefined)
      return undefined; // it was cut in two
    else places.push({ message: code - END, start, end: at });
    marks += mark.length;
  }
  return places;
}

/** The message with marks around each of its texts. */
function marked(message: KnownMessage, index: number): KnownMessage {
  const around = (text: string) =>
    between(text, String.fromCodePoint(BEGIN + index), String.fromCodePoint(END + index));
  const { content, reasoning_content: thinking, tool_calls: calls } = message;
  return {
    ...message,
    ...(typeof content === 'string' && { content: around(content) }),
    ...(typeof thinking === 'string' && { reasoning_content: around(thinking) }),
    ...(Array.isArray(calls) && { tool_calls: calls.map((call) => inCall(call, around)) }),
  };
}

/** Of the arguments, which a template writes as it likes, the texts are marked. */
function inCall(call: { readonly function: { readonly name: string; readonly arguments: unknown } }, around: Around) {
  const { name, arguments: input } = call.function;
  return { ...call, function: { ...call.function, name: around(name), arguments: inTexts(input, around) } };
}

type Around = (text: string) => string;

function inTexts(value: unknown, around: Around): unknown {
  if (typeof value === 'string') return around(value);
  if (Array.isArray(value)) return value.map((element) => inTexts(element, around));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, inTexts(field, around)]));
}

/** White space stays outside, since templates trim what is said. Nothing but white space is not marked: it may be tested. */
function between(text: string, begin: string, end: string): string {
  const [, front = '', said = '', behind = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return said === '' ? text : `${front}${begin}${said}${end}${behind}`;
}
