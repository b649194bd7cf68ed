// What the tool says of the surprisals of a file: as data, and as text for a model.
import type { ToolAnswer } from './agentTool.ts';
import type { SurprisingLine } from './lineSurprisals.ts';
import { count, KIND_SCHEMA, listOf, objectSchema, real, string } from './schemas.ts';
import { excerpt, percent, rounded, shownToken } from './shownToken.ts';
import type { SurprisingToken } from './surprisingTokens.ts';

export const MOST_SURPRISING = 12;
export const MOST_LINES = 200;
const EXCERPT = 60;

const token = objectSchema(
  {
    line: count('The line that it begins in, from 1.'),
    token: string('Its text in quotes as JSON, or its bytes.'),
    bits: real('-log2 of its probability.'),
    rank: count('How many tokens were more probable.'),
    expected: listOf(
      objectSchema({ token: string('A token.'), probability: real('Its probability.') }, ['token', 'probability']),
      'What the model expected in its place, most probable first.',
    ),
  },
  ['line', 'token', 'bits', 'rank', 'expected'],
);
const line = objectSchema(
  {
    line: count('Its number, from 1.'),
    bits: real('The sum of the surprisals of its tokens.'),
    tokens: count('The number of its tokens.'),
    text: string('Its text in quotes as JSON; of a long line the beginning and the end.'),
  },
  ['line', 'bits', 'tokens', 'text'],
);

export const SURPRISAL_SCHEMA = objectSchema(
  {
    kind: KIND_SCHEMA,
    model: string('The model that read it.'),
    file: string('The file.'),
    firstLine: count('The first line that was read.'),
    lastLine: count('The last line that was read.'),
    linesInFile: count('The number of lines of the file.'),
    complete: { type: 'boolean', description: 'Whether all lines were read that were asked for.' },
    bits: real('The sum over all tokens that were read.'),
    tokens: count('The number of those tokens.'),
    lines: listOf(line, 'In order; of more lines than were asked for those with the most bits.'),
    surprising: listOf(token, 'The most surprising tokens, the most surprising one first.'),
  },
  [
    'kind',
    'model',
    'file',
    'firstLine',
    'lastLine',
    'linesInFile',
    'complete',
    'bits',
    'tokens',
    'lines',
    'surprising',
  ],
);

export interface ReadLines {
  readonly model: string;
  readonly file: string;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly linesInFile: number;
  readonly complete: boolean;
}

export function surprisalReport(
  tokens: readonly SurprisingToken[],
  lines: readonly SurprisingLine[],
  mostLines: number,
  read: ReadLines,
): ToolAnswer {
  const surprising = tokens.toSorted((a, b) => b.bits - a.bits).slice(0, MOST_SURPRISING);
  const least = lines.map(({ bits }) => bits).toSorted((a, b) => b - a)[mostLines - 1] ?? 0;
  const lineOf = (start: number) => lines.findLast((line) => line.start <= start)?.line ?? read.firstLine;
  const data = {
    kind: 'computed',
    ...read,
    bits: rounded(tokens.reduce((sum, { bits }) => sum + bits, 0)),
    tokens: tokens.length,
    lines: lines
      .filter(({ bits }) => bits >= least)
      .slice(0, mostLines)
      .map(lineData),
    surprising: surprising.flatMap((token) => tokenData(token).map((one) => ({ line: lineOf(token.start), ...one }))),
  };
  return { text: textOf(data, lines.length), data };
}

function lineData({ line, bits, tokens, text }: SurprisingLine) {
  return { line, bits: rounded(bits), tokens, text: excerpt(text, EXCERPT) };
}

function tokenData({ bits, rank, prediction }: SurprisingToken) {
  if (!prediction) return [];
  const { actual, candidates } = prediction;
  const expected = candidates.map((one) => ({ token: shownToken(one), probability: rounded(one.probability) }));
  return [{ token: shownToken(actual), bits: rounded(bits), rank, expected }];
}

interface SurprisalData extends ReadLines {
  readonly bits: number;
  readonly tokens: number;
  readonly lines: readonly ReturnType<typeof lineData>[];
  readonly surprising: readonly ({ readonly line: number } & ReturnType<typeof tokenData>[number])[];
}

function textOf(data: SurprisalData, lineCount: number): string {
  const { file, firstLine, lastLine, linesInFile, model, bits, tokens, complete, lines, surprising } = data;
  const each = tokens > 0 ? `, ${(bits / tokens).toFixed(2)} bits a token` : '';
  return [
    `${file}, lines ${firstLine} to ${lastLine} of ${linesInFile}, read by ${model} (computed): ${bits.toFixed(1)} bits in ${tokens} tokens${each}.`,
    ...(complete ? [] : [goOn(data)]),
    'Most surprising tokens:',
    ...surprising.map(({ line, token, bits: own, rank, expected }) => {
      const instead = expected.map((other) => `${other.token} ${percent(other.probability)}`).join(', ');
      return `- line ${line}, ${token}: ${own.toFixed(1)} bits, rank ${rank}; expected ${instead}`;
    }),
    lines.length < lineCount
      ? `Bits by line, of the ${lines.length} of ${lineCount} lines with the most:`
      : 'Bits by line:',
    ...lines.map(({ line, bits: own, tokens: of, text }) => `${line}: ${own.toFixed(1)} bits, ${of} tokens, ${text}`),
  ].join('\n');
}

/** The last line is begun anew, unless it is the only one: a call would never come past it. */
function goOn({ firstLine, lastLine, linesInFile }: ReadLines): string {
  if (lastLine > firstLine) return `Not all was read in one call. Go on with firstLine ${lastLine}.`;
  const rest = lastLine < linesInFile ? `; go on with firstLine ${lastLine + 1}` : '';
  return `Line ${lastLine} is longer than what is read in one call, and only its beginning was read${rest}.`;
}
