// Colours of editors by a reader that answers when it is told. What is drawn cannot be read back from VS Code, and is told by
// the colours themselves. Knows no test.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ColorMode } from '../../../src/contract/coloring.ts';
import type { DocumentSurprisals, SurprisalPart } from '../../../src/contract/documentReading.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { AttentionTint } from '../../../src/editor/attentionTint.ts';
import type { DocumentReader } from '../../../src/editor/documentColors.ts';
import { EditorColors } from '../../../src/editor/editorColors.ts';
import type { StepRanges } from '../../../src/editor/stepDecorations.ts';

const VOCABULARY = 1000;

/** Every word is a token, and the bits of the tokens are 0, 4, 8, 12, 0, 4, …. One part is known at a time. */
export class Reader implements DocumentReader {
  readonly texts: string[] = [];
  readonly forgotten: string[] = [];
  /** Thrown by the next questions, one each. */
  readonly failures: unknown[] = [];
  #waiting: SurprisalPart[] = [];
  /** Answers are held back until it is called. */
  release = () => {};
  #held: Promise<void> = Promise.resolve();

  /** The tokens that nobody has asked for. */
  get left(): number {
    return this.#waiting.length;
  }

  hold(): void {
    this.#held = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  async readDocument({ text }: { readonly text: string }) {
    this.texts.push(text);
    const words = [...text.matchAll(/\S+\s*/g)];
    this.#waiting = words.map((word, i) => partOf(i, word.index, word.index + word[0].length));
    return { vocabSize: VOCABULARY, tokens: words.length, windows: { length: 4, stride: 2 } };
  }

  async documentSurprisals(): Promise<DocumentSurprisals> {
    await this.#held;
    const failure = this.failures.shift();
    if (failure) throw failure;
    const [part, ...rest] = this.#waiting;
    this.#waiting = rest;
    return { parts: part ? [part] : [], left: rest.length, leftInSight: rest.length };
  }

  async expected(_run: string, token: TokenIndex) {
    const one = { id: token, text: 'x', bytes: [120], probability: 0.5 };
    return { context: token, bits: 1, actual: { ...one, rank: 0 }, candidates: [one], entropyBits: 1 };
  }

  forget(run: string): void {
    this.forgotten.push(run);
  }

  model = () => ({ modelFolder: '/a/model' });
  words = (thrown: unknown) => `said: ${(thrown as { code: string }).code}`;
}

function partOf(i: number, start: number, end: number): SurprisalPart {
  return {
    first: i as TokenIndex,
    ids: Uint32Array.of(i),
    starts: Uint32Array.of(start),
    ends: Uint32Array.of(end),
    bits: Float32Array.of((4 * i) % 16),
    ranks: Float32Array.of(i),
  };
}

export interface Coloring {
  readonly colors: EditorColors;
  readonly reader: Reader;
  /** Changes what the settings say. */
  set(mode: ColorMode): void;
  /** Resolves when an editor of the document shows such ranges. */
  drawn(document: vscode.TextDocument, isSo: (ranges: StepRanges) => boolean): Promise<StepRanges>;
}

export async function coloring(
  work: (coloring: Coloring) => Promise<void>,
  { mode = 'surprisal' as ColorMode, recomputes = false, reader = new Reader() } = {},
): Promise<void> {
  let now = mode;
  const settings = new vscode.EventEmitter<void>();
  const tint = new AttentionTint();
  const colors = new EditorColors(
    reader,
    { modeOf: () => now, recomputes: () => recomputes, onDidChange: settings.event },
    tint,
  );
  try {
    await work({
      colors,
      reader,
      set: (other) => {
        now = other;
        settings.fire();
      },
      drawn: (document, isSo) =>
        new Promise((resolve) => {
          const watch = colors.onDidDraw(({ editor, ranges }) => {
            if (editor.document !== document || !isSo(ranges)) return;
            watch.dispose();
            resolve(ranges);
          });
        }),
    });
  } finally {
    colors.dispose();
    tint.dispose();
  }
}

export const textsOf = (document: vscode.TextDocument, ranges: readonly (readonly vscode.Range[])[]) =>
  ranges.map((step) => step.map((range) => document.getText(range)).join('|'));
export const count = (ranges: readonly (readonly vscode.Range[])[]) => ranges.flat().length;

export async function state(colors: EditorColors, document: vscode.TextDocument, kind: string): Promise<void> {
  while (colors.stateOf(document).kind !== kind)
    await new Promise<void>((resolve) => {
      const watch = colors.onDidChange(() => {
        watch.dispose();
        resolve();
      });
    });
}

export async function edit(editor: vscode.TextEditor, at: number, deleted: number, text: string): Promise<void> {
  const { document } = editor;
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + deleted));
  assert.ok(await editor.edit((builder) => builder.replace(range, text)));
}
