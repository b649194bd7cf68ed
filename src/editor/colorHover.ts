// Says what the model expected in the place of a coloured token, when the pointer is over it. Knows no model.
import * as vscode from 'vscode';
import { escapedBytes } from '../contract/byteNames.ts';
import type { TokenPrediction } from '../contract/documentReading.ts';
import type { PlacedToken } from './documentColors.ts';
import type { EditorColors } from './editorColors.ts';
import { numberText } from './numberText.ts';

/** Tokens that were expected in its place. */
const EXPECTED = 5;

export function registerColorHover(colors: EditorColors, modelName: () => string): vscode.Disposable {
  return vscode.languages.registerHoverProvider('*', {
    provideHover: async (document, position, cancel) => {
      const own = colors.colorsOf(document);
      const token = own?.tokenAt(document.offsetAt(position));
      if (!own || !token) return undefined;
      const range = new vscode.Range(document.positionAt(token.start), document.positionAt(token.end));
      const text = document.getText(range);
      const prediction = await own.expected(token, EXPECTED).catch(() => undefined); // the state says what went wrong
      if (cancel.isCancellationRequested) return undefined;
      const lines = prediction ? predicted(token, prediction, own.vocabSize) : [measured(token)];
      const by = prediction && [computed(prediction, modelName())];
      return new vscode.Hover(
        new vscode.MarkdownString([`**${code(text)}** id ${token.id}`, ...lines, ...(by ?? [])].join('\n\n')),
        range,
      );
    },
  });
}

function predicted(token: PlacedToken, { actual, candidates }: TokenPrediction, vocabSize: number): readonly string[] {
  const { t } = vscode.l10n;
  const instead = candidates.map(
    ({ text, bytes, probability }) => `| ${code(text ?? escapedBytes(bytes))} | ${percent(probability)} |`,
  );
  return [
    t(
      '{0} bits, probability {1}, rank {2} of {3}',
      numberText(token.bits, 2),
      percent(actual.probability),
      numberText(actual.rank + 1),
      numberText(vocabSize),
    ),
    [`| ${t('expected here')} | |`, '| --- | ---: |', ...instead].join('\n'),
  ];
}

function measured({ bits, rank, isFaded }: PlacedToken): string {
  const { t } = vscode.l10n;
  if (Number.isNaN(bits)) return t('The first token: nothing predicts it.');
  if (isFaded)
    return t('{0} bits, rank {1}, as it was before the last edit', numberText(bits, 2), numberText(rank + 1));
  return t('{0} bits, rank {1}', numberText(bits, 2), numberText(rank + 1));
}

function computed({ context }: TokenPrediction, model: string): string {
  return vscode.l10n.t('Computed by {0} from the {1} tokens before it', model, numberText(context));
}

/** As code in Markdown and inside a table, with what cannot be seen as a sign: ' a`b' → ``·a`b`` */
function code(text: string): string {
  const seen = text
    .replaceAll(' ', '·')
    .replaceAll('\n', '⏎')
    .replaceAll('\r', '␍')
    .replaceAll('\t', '⇥')
    .replace(
      /\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Zs}/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16).toUpperCase()}}`,
    );
  const ticks = '`'.repeat(1 + Math.max(0, ...[...seen.matchAll(/`+/g)].map(([run]) => run.length)));
  const space = seen.startsWith('`') || seen.endsWith('`') ? ' ' : '';
  return `${ticks}${space}${seen.replaceAll('|', '\\|') || '∅'}${space}${ticks}`;
}

function percent(probability: number): string {
  return `${(probability * 100).toLocaleString(vscode.env.language, { maximumSignificantDigits: 3 })} %`;
}
