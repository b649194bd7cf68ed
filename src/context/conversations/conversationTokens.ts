// The tokens that a chat model receives for a conversation, by its own template, and where each comes from.
import type { ConversationTokens, TokenOrigin } from '../../contract/conversationTokens.ts';
import { type Failure, isFailure } from '../../contract/failure.ts';
import type { Token } from '../../contract/tokens.ts';
import { openChatTemplate, type TemplateOptions } from '../../tokenizer/chatTemplate.ts';
import { tokenizerOf } from '../../tokenizer/loadedTokenizers.ts';
import { lineAt } from '../lineStarts.ts';
import type { Conversation } from './conversation.ts';
import { FormProblem } from './jsonNode.ts';
import { readChosenConversations } from './readConversation.ts';
import { type SaidPlace, saidPlaces } from './saidPlaces.ts';
import { type KnownMessage, templateTools, templateTurns } from './templateMessages.ts';

/** So many messages are rendered again up to each, which takes quadratic time. */
const MOST_RENDERINGS = 300;

/**
 * The first conversation of a JSON or JSONL text; `file` is what a failure names. Fails with conversation-invalid,
 * chat-template-missing, chat-template-invalid and what the tokenizer is refused for.
 */
export async function conversationTokens(folder: string, json: string, file: string): Promise<ConversationTokens> {
  return await receivedTokens(folder, readFirst(json, file));
}

function readFirst(json: string, file: string): Conversation {
  const invalid = (place: string, problem: string): Failure => ({ code: 'conversation-invalid', file, place, problem });
  try {
    const [found] = readChosenConversations(json, /\.(?:jsonl|ndjson)$/i.test(file));
    if (templateTurns(found).length === 0) throw invalid('$', 'it has no messages');
    return found;
  } catch (error) {
    if (!(error instanceof FormProblem)) throw error;
    throw invalid(error.path, error.message);
  }
}

/** Fails with chat-template-missing, chat-template-invalid and what the tokenizer is refused for. */
export async function receivedTokens(folder: string, conversation: Conversation): Promise<ConversationTokens> {
  const turns = templateTurns(conversation);
  const messages = turns.map(({ message }) => message);
  const tools = templateTools(conversation);
  const template = await openChatTemplate(folder, tools.length > 0);
  const given = tools.length > 0 ? { tools } : {};
  const render = (some: readonly KnownMessage[], options: TemplateOptions = given) => template.render(some, options);
  const text = render(messages);
  const places = unlessRefused(() => saidPlaces(text, messages, (marked) => render(marked)));
  const ends = messageEnds(text, messages, places ?? [], (some) => render(some, { ...given, prompt: false }));
  const withoutTools = tools.length > 0 ? unlessRefused(() => render(messages, {})) : text;
  const inserted = withoutTools === undefined ? { start: 0, end: 0 } : difference(text, withoutTools);
  const tokens = (await tokenizerOf({ kind: 'folder', folder })).encode(text);
  const originAt = originFinder({ places: places ?? [], ends, inserted });
  const origins = tokens.map((token) => originAt(middle(token)));
  const counts = turns.map(({ message: { role }, from }) => ({ role, from, tokens: 0, said: 0 }));
  for (const { from, message } of origins) {
    if (message === undefined) continue;
    counts[message].tokens++;
    if (from === 'said') counts[message].said++;
  }
  return {
    text,
    tokens,
    origins,
    messages: counts,
    toolTokens: origins.filter(({ from }) => from === 'tools').length,
    exact: places !== undefined,
  };
}

/**
 * Where each message ends in the text, with what the template puts behind it: as far as the text is the same when the
 * conversation ends there. A template may refuse that; then a message ends with what it says.
 */
function messageEnds(
  text: string,
  messages: readonly KnownMessage[],
  places: readonly SaidPlace[],
  render: (messages: readonly KnownMessage[]) => string,
): readonly number[] {
  const ends: number[] = [];
  const own = Map.groupBy(places, ({ message }) => message);
  for (const i of messages.keys()) {
    const least = Math.max(ends.at(-1) ?? 0, ...(own.get(i) ?? []).map(({ end }) => end));
    const next = own.get(i + 1)?.[0].start ?? text.length;
    const isFew = messages.length <= MOST_RENDERINGS || i === messages.length - 1;
    const alone = isFew ? unlessRefused(() => render(messages.slice(0, i + 1))) : undefined;
    const shared = alone === undefined ? least : commonStart(text, alone);
    ends.push(Math.min(Math.max(shared, least), Math.max(next, least)));
  }
  return ends;
}

interface Places {
  readonly places: readonly SaidPlace[];
  readonly ends: readonly number[];
  readonly inserted: { readonly start: number; readonly end: number };
}

function originFinder({ places, ends, inserted }: Places): (at: number) => TokenOrigin {
  const sorted = places.toSorted((a, b) => a.start - b.start);
  const starts = sorted.map(({ start }) => start);
  const begins = [0, ...ends];
  return (at) => {
    const said = sorted[lineAt(starts, at)];
    if (said && at >= said.start && at < said.end) return { from: 'said', message: said.message };
    if (at >= inserted.start && at < inserted.end) return { from: 'tools', message: undefined };
    const message = lineAt(begins, at);
    return message === ends.length ? { from: 'prompt', message: undefined } : { from: 'template', message };
  };
}

/** Where most of a token stands: one that begins with the template's line break and ends in a word is of the word. */
function middle({ span: { start, end } }: Token): number {
  return start === end ? start : (start + end - 1) / 2;
}

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  for (let i = 0; i < most; i++) if (a[i] !== b[i]) return i;
  return most;
}

/** What the first text has more than the second, in one piece. */
function difference(text: string, without: string): { readonly start: number; readonly end: number } {
  const start = commonStart(text, without);
  let same = 0;
  const most = Math.min(text.length, without.length) - start;
  while (same < most && text[text.length - 1 - same] === without[without.length - 1 - same]) same++;
  return { start, end: text.length - same };
}

/** undefined where the template refuses what is only tried. */
function unlessRefused<Rendered>(render: () => Rendered): Rendered | undefined {
  try {
    return render();
  } catch (thrown) {
    if (isFailure(thrown) && thrown.code === 'chat-template-invalid') return undefined;
    throw thrown;
  }
}
