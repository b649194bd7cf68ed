// The surprisal of one document's tokens, read by the model as they come into sight, and followed through its edits: what
// stands behind the first change is faded until it is read again. Knows no decoration, and no model.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { DocumentColorState } from '../contract/coloring.ts';
import type { DocumentSummary, DocumentSurprisals, TokenPrediction } from '../contract/documentReading.ts';
import type { EngineApi } from '../contract/engineApi.ts';
import { isFailure } from '../contract/failure.ts';
import { MOST_READ_CHARACTERS } from '../contract/limits.ts';
import type { Span, Utf16Offset } from '../contract/tokens.ts';
import { documentLength } from './documentLength.ts';
import { afterEdits, type EditedSpan, movedBy, UNEDITED } from './editedSpan.ts';
import { type KnownToken, KnownTokens } from './knownTokens.ts';

/** How long the engine reads before it answers, so that colours come in steps. */
const SLICE_MS = 250;
/** A longer document is read as far as it was in sight: on two cores, 20,000 tokens take a quarter of a minute. */
const MOST_WHOLE = 20_000;
/** It is read again once nobody has typed for this time. */
const REST_MS = 800;

export interface DocumentReader extends Pick<EngineApi, 'readDocument' | 'documentSurprisals' | 'expected'> {
  /** Ends the reading; does nothing where no engine runs. */
  forget(run: string): void;
  /** The model that is set, and how it runs. */
  model(): Pick<Parameters<EngineApi['readDocument']>[0], 'modelFolder' | 'options'>;
  /** What went wrong, for people; undefined where it was cancelled. */
  words(thrown: unknown): string | undefined;
}

/** What is known of a text, and what became of that text since. */
interface Layer {
  readonly known: KnownTokens;
  edited: EditedSpan;
}

export interface PlacedToken extends KnownToken {
  /** Whether it stands behind an edit, or is not read again yet. */
  readonly isFaded: boolean;
}

export class DocumentColors implements vscode.Disposable {
  readonly document: vscode.TextDocument;
  readonly #reader: DocumentReader;
  readonly #recomputes: () => boolean;
  readonly #sight: () => Span<Utf16Offset>;
  readonly #run = randomUUID();
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fires when there are more or other tokens, when more of them are faded, and when the state is another. */
  readonly onDidChange = this.#changed.event;
  /** The reading of now, and below it, where it knows nothing yet, that of the text before. */
  #layer: Layer = { known: new KnownTokens(), edited: UNEDITED };
  #below: Layer | undefined;
  /** The summary of the text that the engine has; undefined while it is given another. */
  #summary: DocumentSummary | undefined;
  #left = 0;
  #problem: Exclude<DocumentColorState, { readonly kind: 'reading' | 'read' | 'stale' }> | undefined;
  /** A new object for every reading: an earlier one's answers are dropped. */
  #reading: object | undefined;
  /** Whether another model has taken the place of this one since it read anything. */
  #wasTaken = false;
  /** The version of the document that was read when the engine ended: a text that ends it is not read over and over. */
  #endedAt: number | undefined;
  #resting: NodeJS.Timeout | undefined;

  /** `sight` is the part of the document that editors show. */
  constructor(
    document: vscode.TextDocument,
    reader: DocumentReader,
    { recomputes, sight }: { readonly recomputes: () => boolean; readonly sight: () => Span<Utf16Offset> },
  ) {
    this.document = document;
    this.#reader = reader;
    this.#recomputes = recomputes;
    this.#sight = sight;
    void this.read();
  }

  get state(): DocumentColorState {
    if (this.#problem) return this.#problem;
    if (this.isStale && !this.#reading) return { kind: 'stale', recomputes: this.#recomputes() };
    const of = this.#summary?.tokens ?? 0;
    const { count: done, meanBits } = this.#layer.known;
    return this.#reading ? { kind: 'reading', done, of } : { kind: 'read', done, of, meanBits };
  }

  /** Whether the document is another one than was read. */
  get isStale(): boolean {
    return this.#layer.edited !== UNEDITED;
  }

  get vocabSize(): number {
    return this.#summary?.vocabSize ?? 0;
  }

  /** The tokens of a part of the document as it is now, at their places of now. */
  *tokensIn(start: number, end: number): Generator<PlacedToken> {
    yield* placed(this.#layer, start, end);
    if (this.#below)
      for (const token of placed(this.#below, start, end))
        if (!covers(this.#layer, token.start)) yield { ...token, isFaded: true };
  }

  tokenAt(offset: number): PlacedToken | undefined {
    return this.tokensIn(offset, offset + 1).next().value;
  }

  /** What was expected in the place of a token of the present reading; undefined for others, and where nothing is known. */
  async expected(token: PlacedToken, k: number): Promise<TokenPrediction | undefined> {
    if (token.isFaded || !this.#summary || this.#layer.known.at(token.start)?.token !== token.token) return undefined;
    try {
      return await this.#reader.expected(this.#run, token.token, k);
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
      void this.read();
      return undefined;
    }
  }

  /** Follows an edit: an addition for each change, and a timer. */
  follow(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    if (changes.length === 0) return;
    const before = this.#layer.edited;
    this.#layer.edited = afterEdits(before, changes);
    if (this.#below) this.#below.edited = afterEdits(this.#below.edited, changes);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      if (this.#recomputes()) void this.read();
    }, REST_MS);
    // What was begun is of a text that is gone: until it is read again, that would take the typist's time for nothing.
    if (this.#reading && this.#recomputes()) this.#reading = undefined;
    // What is drawn moves with the text by itself; only what stands between two first changes has to fade.
    if (this.#layer.edited.start < before.start) this.#changed.fire();
  }

  /** Goes on where another part has come into sight. */
  look(): void {
    if (!this.#reading && this.#summary && this.#left > 0 && !this.isStale) void this.#goOn({});
  }

  /** Reads the document as it is now; what did not change is known at once. Never rejects. */
  async read(): Promise<void> {
    clearTimeout(this.#resting);
    this.#summary = undefined;
    const length = this.document.isClosed ? 0 : documentLength(this.document);
    this.#problem =
      length > MOST_READ_CHARACTERS
        ? { kind: 'too-long', most: MOST_READ_CHARACTERS }
        : length === 0
          ? { kind: 'empty' }
          : undefined;
    if (this.#problem) this.#drop();
    else await this.#goOn({ text: this.document.getText() });
  }

  dispose(): void {
    clearTimeout(this.#resting);
    this.#reading = undefined;
    this.#changed.dispose();
    this.#reader.forget(this.#run);
  }

  /** Shows nothing of an earlier text, and ends its reading. */
  #drop(): void {
    this.#reading = undefined;
    this.#below = undefined;
    this.#layer = { known: new KnownTokens(), edited: UNEDITED };
    this.#reader.forget(this.#run);
    this.#changed.fire();
  }

  async #goOn({ text }: { readonly text?: string }): Promise<void> {
    const reading = {};
    this.#reading = reading;
    const layer = text === undefined ? this.#layer : { known: new KnownTokens(), edited: UNEDITED };
    if (layer !== this.#layer) {
      this.#below = this.#below && this.#layer.known.count === 0 ? this.#below : this.#layer;
      this.#layer = layer;
    }
    this.#changed.fire();
    try {
      await this.#readAll(reading, layer, text);
    } catch (thrown) {
      if (this.#reading !== reading) return;
      this.#reading = undefined;
      if (this.#mayReadAgain(thrown)) return await this.read();
      const message = this.#reader.words(thrown);
      if (message !== undefined) this.#problem = { kind: 'failed', message };
      this.#changed.fire();
    }
  }

  /** Once where another model took the place of this one, and once a text where the engine has ended. */
  #mayReadAgain(thrown: unknown): boolean {
    if (!isFailure(thrown) || this.document.isClosed) return false;
    const { version } = this.document;
    const [taken, ended] = [isTaken(thrown) && !this.#wasTaken, thrown.code === 'engine-stopped'];
    if (taken) this.#wasTaken = true;
    const again = taken || (ended && this.#endedAt !== version);
    if (ended) this.#endedAt = version;
    return again;
  }

  /** Reads until nothing is left, or nothing in sight of a long document. `text` is what the engine is given first. */
  async #readAll(reading: object, { known }: Layer, text: string | undefined): Promise<void> {
    const isOver = () => this.#reading !== reading;
    if (text !== undefined) this.#summary = await this.#given(text, isOver);
    const whole = (this.#summary?.tokens ?? 0) <= MOST_WHOLE;
    let answer: DocumentSurprisals;
    do {
      if (isOver()) return;
      answer = await this.#reader.documentSurprisals(this.#run, this.#sight(), SLICE_MS);
      if (isOver()) return;
      known.add(answer.parts);
      this.#left = answer.left;
      this.#wasTaken = false;
      if (answer.parts.length > 0) this.#changed.fire();
    } while (whole ? answer.left > 0 : answer.leftInSight > 0);
    this.#reading = undefined;
    this.#below = undefined;
    this.#changed.fire();
  }

  async #given(text: string, isOver: () => boolean): Promise<DocumentSummary | undefined> {
    const summary = await this.#reader.readDocument({ run: this.#run, ...this.#reader.model(), text });
    return isOver() ? this.#summary : summary;
  }
}

/** The tokens of a layer whose present places are in a part of the document. */
function* placed({ known, edited }: Layer, start: number, end: number): Generator<PlacedToken> {
  const shift = edited === UNEDITED ? 0 : edited.endNow - edited.end;
  for (const token of known.between(start, Math.min(end, edited.start)))
    if (token.end <= edited.start) yield { ...token, isFaded: false };
  if (edited === UNEDITED) return;
  for (const token of known.between(Math.max(edited.end, start - shift), end - shift))
    if (movedBy(edited, token.start, token.end) === shift)
      yield { ...token, start: token.start + shift, end: token.end + shift, isFaded: true };
}

/** Whether something is known of a place of now. */
function covers({ known, edited }: Layer, offset: number): boolean {
  if (offset < edited.start) return known.covers(offset);
  return offset >= edited.endNow && known.covers(offset - (edited.endNow - edited.end));
}

/** Whether another model took the place of the one that was reading. */
function isTaken(thrown: unknown): boolean {
  return isFailure(thrown) && thrown.code === 'run-unknown';
}
