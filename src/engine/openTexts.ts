// The texts that the engine keeps open, with their counts by tokenizer. Knows no document, no model and no question.
import { setImmediate } from 'node:timers/promises';
import type { Failure } from '../contract/failure.ts';
import type { TextEdit, TextId, TextVersion } from '../contract/openText.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import { ChunkCounts, type Steps } from '../tokenizer/chunkCounts.ts';
import { tokenizerOf } from '../tokenizer/loadedTokenizers.ts';
import { LongWords } from './longWords.ts';
import { invalid } from './questionChecks.ts';

/**
 * The characters of all open texts together, 130 MB of memory at most; those that were asked for the longest time ago are
 * closed. The longest document that VS Code shows to extensions has 50 million.
 */
const MOST_CHARACTERS = 64_000_000;
/** Tokenizers whose counts are kept of one text. */
const MOST_TOKENIZERS = 8;
/** Other questions are answered in between after so long. */
const SLICE_MS = 15;

interface OpenText {
  content: string;
  version: number;
  /** By tokenizer, the one that was asked last at the end. */
  readonly counts: Map<string, ChunkCounts>;
  /** Of this version. */
  long: LongWords;
}

type TextQuestion<Answer> = (counts: ChunkCounts, content: string) => Steps<Answer>;

/** What is said in EngineApi of open texts: the failures are text-unknown, cancelled and a folder's. */
export class OpenTexts {
  /** The one that was used last is the last. */
  readonly #texts = new Map<TextId, OpenText>();
  readonly #mostCharacters: number;
  readonly #tokenizerOf: typeof tokenizerOf;

  constructor(options: { readonly mostCharacters?: number; readonly tokenizerOf?: typeof tokenizerOf } = {}) {
    this.#mostCharacters = options.mostCharacters ?? MOST_CHARACTERS;
    this.#tokenizerOf = options.tokenizerOf ?? tokenizerOf;
  }

  open(id: TextId, content: string): void {
    this.#keep(id, { content, version: 0, counts: new Map(), long: new LongWords() });
  }

  /** Fails with question-invalid where an edit is outside the text, which is closed then. */
  edit(id: TextId, version: number, edits: readonly TextEdit[]): void {
    const text = this.#known({ text: id, version: version - 1 });
    this.#texts.delete(id);
    text.long.end();
    text.long = new LongWords();
    const content = edited(text.content, edits);
    for (const { start, removed, inserted } of edits)
      for (const counts of text.counts.values()) counts.edit({ start, removed, inserted: inserted.length });
    text.content = content;
    text.version = version;
    this.#keep(id, text);
  }

  close(id: TextId): void {
    this.#texts.get(id)?.long.end();
    this.#texts.delete(id);
  }

  async ask<Answer>(at: TextVersion, ref: TokenizerRef, question: TextQuestion<Answer>): Promise<Answer> {
    const text = this.#known(at);
    const isWanted = () => this.#texts.get(at.text) === text && text.version === at.version;
    const tokenizer = await this.#tokenizerOf(ref);
    if (!isWanted()) throw { code: 'cancelled' } satisfies Failure;
    const key = JSON.stringify(ref);
    const known = text.counts.get(key);
    const isSame = known?.tokenizer === tokenizer; // not where the folder has another one by now
    const counts = isSame ? known : new ChunkCounts(text.content.length, tokenizer);
    if (!isSame) text.long.forget(ref);
    text.counts.delete(key);
    text.counts.set(key, counts);
    for (const old of text.counts.keys()) if (text.counts.size > MOST_TOKENIZERS) text.counts.delete(old);
    counts.countLongBy(text.long.countBy(ref));
    return await inSlices(question(counts, text.content), isWanted);
  }

  #known({ text: id, version }: TextVersion): OpenText {
    const text = this.#texts.get(id);
    if (text?.version !== version) throw { code: 'text-unknown', text: id } satisfies Failure;
    this.#keep(id, text);
    return text;
  }

  #keep(id: TextId, text: OpenText): void {
    this.#texts.delete(id);
    this.#texts.set(id, text);
    let characters = 0;
    for (const { content } of this.#texts.values()) characters += content.length;
    for (const [old, { content }] of this.#texts) {
      if (characters <= this.#mostCharacters || old === id) break;
      this.close(old);
      characters -= content.length;
    }
  }
}

/**
 * The text after the edits, each of which is of the text that the one before it left. From the end to the beginning, as
 * VS Code tells those of many cursors, they are put together at once: copying 50 MB for each of a thousand takes minutes.
 */
function edited(before: string, edits: readonly TextEdit[]): string {
  let content = before;
  /** Up to here the content is what it was; what follows is in these parts, the last one first. */
  let end = content.length;
  let behind: string[] = [];
  const whole = () => content.slice(0, end) + behind.reverse().join('');
  for (const { start, removed, inserted } of edits) {
    if (start + removed > end) {
      content = whole();
      [end, behind] = [content.length, []];
    }
    if (start + removed > end) throw invalid('edits', `${start + removed} is behind the end`);
    behind.push(content.slice(start + removed, end), inserted);
    end = start;
  }
  return whole();
}

/** Runs the steps to their end, and lets others have a turn meanwhile. Fails with cancelled where they are in vain. */
async function inSlices<Answer>(steps: Steps<Answer>, isWanted: () => boolean): Promise<Answer> {
  for (let began = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (!step.value && performance.now() - began < SLICE_MS) continue;
    await (step.value ?? setImmediate());
    if (!isWanted()) throw { code: 'cancelled' } satisfies Failure;
    began = performance.now();
  }
}
