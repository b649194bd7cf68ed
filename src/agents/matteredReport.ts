// What the tool says of the parts that mattered: as data, and as text for a model.
import type { RunSummary } from '../contract/engineApi.ts';
import type { Mattered, MatteredPart, Outcome, RemovalMode } from '../contract/mattered.ts';
import type { ToolAnswer } from './agentTool.ts';
import { count, KIND_SCHEMA, listOf, objectSchema, real, string } from './schemas.ts';
import { excerpt, percent, rounded, shownToken } from './shownToken.ts';

/** The parts that are named, those of most bits. */
const MOST_PARTS = 24;
const EXCERPT = 80;

const part = objectSchema(
  {
    kind: string('message, paragraph, line, sentence, word, or a group of neighbours.'),
    text: string('Its text in quotes as JSON; of a long part the beginning and the end.'),
    start: count('Where it begins in the text, in UTF-16 code units.'),
    end: count('Where it ends.'),
    bits: real('By how many bits the answer is less probable without it; below 0 where it is more probable.'),
    attention: real('The share of all attention that falls on it, from 0 to 1. It is no measure of what matters.'),
    within: {
      type: ['integer', 'null'],
      description: 'The place in this list of the part that it is a part of, if named.',
    },
  },
  ['kind', 'text', 'start', 'end', 'bits', 'attention', 'within'],
);

export const MATTERED_SCHEMA = objectSchema(
  {
    kind: KIND_SCHEMA,
    model: string('The model that was run.'),
    answer: string('What was asked about, in quotes as JSON.'),
    bits: real('The surprisal of the answer behind the whole prompt, in bits.'),
    sink: {
      type: ['number', 'null'],
      description: 'The share of attention on the first token, where heads rest there: then it is in no part.',
    },
    without: string('hide or leaveOut.'),
    readings: count('How often the text was read again.'),
    left: count('How many readings were left when the time was over.'),
    parts: listOf(part, 'The parts with the largest differences, the largest first.'),
  },
  ['kind', 'model', 'answer', 'bits', 'sink', 'without', 'readings', 'left', 'parts'],
);

export interface AskedOutcome {
  readonly outcome: Outcome;
  /** The candidate, where it is the most probable next token. */
  readonly next: { readonly text: string | undefined; readonly bytes: readonly number[] } | undefined;
}

export interface MatteredReport extends AskedOutcome {
  readonly without: RemovalMode;
  readonly summary: RunSummary;
  readonly text: string;
  readonly model: string;
}

export function matteredReport(found: Mattered, asked: MatteredReport): ToolAnswer {
  const isMeasured = ({ bits }: MatteredPart) => bits !== undefined;
  const largest = found.parts
    .filter(isMeasured)
    .toSorted((a, b) => Math.abs(b.bits ?? 0) - Math.abs(a.bits ?? 0))
    .slice(0, MOST_PARTS);
  const data = {
    kind: 'measured by running again',
    model: asked.model,
    answer: answerText(asked),
    bits: rounded(found.bits),
    sink: found.sink === undefined ? null : rounded(found.sink),
    without: asked.without,
    readings: found.readings,
    left: found.left,
    parts: largest.map((one) => partData(one, asked, within(one, largest, found.parts))),
  };
  return { text: textOf(data), data };
}

function answerText({ next, outcome, text, summary }: MatteredReport): string {
  if (next) return shownToken(next);
  const start = outcome.kind === 'continuation' ? summary.tokens[outcome.span.start].span.start : 0;
  return excerpt(text.slice(start), EXCERPT);
}

function within({ parent }: MatteredPart, named: readonly MatteredPart[], all: readonly MatteredPart[]): number | null {
  const at = parent === undefined ? -1 : named.indexOf(all[parent]);
  return at < 0 ? null : at;
}

function partData(
  { span, kind, bits = 0, attention }: MatteredPart,
  { summary, text }: MatteredReport,
  inside: number | null,
) {
  const start = summary.tokens[span.start].span.start;
  const end = summary.tokens[span.end - 1].span.end;
  return {
    kind,
    text: excerpt(text.slice(start, end), EXCERPT),
    start,
    end,
    bits: rounded(bits),
    attention: rounded(attention),
    within: inside,
  };
}

interface MatteredData extends Pick<Mattered, 'bits' | 'readings' | 'left'> {
  readonly sink: number | null;
  readonly model: string;
  readonly answer: string;
  readonly without: RemovalMode;
  readonly parts: readonly ReturnType<typeof partData>[];
}

function textOf({ model, answer, bits, sink, without, readings, left, parts }: MatteredData): string {
  const how = without === 'hide' ? 'hidden from all tokens behind it' : 'left out of the text';
  return [
    `${model} gives ${answer} a probability of ${percent(2 ** -bits)} behind this prompt (${bits.toFixed(2)} bits).`,
    `Measured by running again: ${readings} readings, each with one part ${how}. Positive bits: the answer is less probable without the part.`,
    ...(sink === null
      ? []
      : [`Heads rest on the first token (${percent(sink)} of attention); it stays, and is in no part.`]),
    ...(left > 0 ? [`The time was over with ${left} readings left; more seconds measure more.`] : []),
    ...parts.map(
      ({ kind, text, bits: own }) => `${own >= 0 ? '+' : '−'}${Math.abs(own).toFixed(2)} bits, ${kind} ${text}`,
    ),
  ].join('\n');
}
