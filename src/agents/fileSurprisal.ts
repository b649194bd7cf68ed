// The tool that says how surprising each line of a file is to the model, and which tokens it did not expect.
import { optional, path, record, wholeNumber } from '../contract/valueReaders.ts';
import type { AgentCall, AgentTool, ToolAnswer } from './agentTool.ts';
import { confinedText } from './confinedFile.ts';
import { confined, MOST_PATH } from './confinedPaths.ts';
import { surprisingLines, writtenLineStarts } from './lineSurprisals.ts';
import { Refusal } from './refusal.ts';
import { bounded, objectSchema, PATH_SCHEMA, seconds } from './schemas.ts';
import { MOST_LINES, MOST_SURPRISING, SURPRISAL_SCHEMA, surprisalReport } from './surprisalReport.ts';
import { surprisingTokens } from './surprisingTokens.ts';

interface SurprisalInput {
  readonly path: string;
  readonly firstLine: number | undefined;
  readonly lastLine: number | undefined;
  readonly lines: number | undefined;
  readonly seconds: number | undefined;
}

const MOST_TOKENS = 16_384;
/** An answer about a whole file would else be as long as the file. */
const DEFAULT_LINES = 40;
/** Clients wait a minute for an answer. */
const DEFAULT_SECONDS = 40;
const MOST_SECONDS = 300;
/** Cutting it into tokens takes no second; it is far more than can be read in one call. */
const MOST_CHARACTERS = 1_000_000;
/** Where a file is longer than that, what is before the first line that is asked about and read as context. */
const LEAD_IN = 4_000;

export const fileSurprisal: AgentTool<SurprisalInput> = {
  name: 'tokenscope_file_surprisal',
  title: 'Surprisal of a File',
  description:
    'How surprising each line of a file in the workspace is to the language model that the user chose, run on this machine: bits per line, and the most surprising tokens with what the model expected in their place. Use it to find typing errors, odd names, pasted or machine-made passages, and lines that say what was said before. Long files are read in overlapping windows; what one call does not reach is said, with the line to go on from.',
  inputSchema: objectSchema(
    {
      path: PATH_SCHEMA,
      firstLine: bounded(1, 10_000_000, 'The first line to report, from 1. What is before it is read as context.'),
      lastLine: bounded(1, 10_000_000, 'The last line to report; the last of the file if left out.'),
      lines: bounded(
        1,
        MOST_LINES,
        `How many lines are listed at most, those with the most bits; ${DEFAULT_LINES} if left out.`,
      ),
      seconds: bounded(
        1,
        MOST_SECONDS,
        `After so many seconds no further window is begun; ${DEFAULT_SECONDS} if left out.`,
      ),
    },
    ['path'],
  ),
  outputSchema: SURPRISAL_SCHEMA,
  runsModel: true,
  read: record<SurprisalInput>({
    path: path(MOST_PATH),
    firstLine: optional(wholeNumber(1, 10_000_000)),
    lastLine: optional(wholeNumber(1, 10_000_000)),
    lines: optional(wholeNumber(1, MOST_LINES)),
    seconds: optional(seconds(MOST_SECONDS)),
  }),
  answer: async (input, call) => {
    const file = await confined(input.path, call.choices);
    return await answerFor(await confinedText(file), file.shown, input, call);
  },
};

async function answerFor(text: string, file: string, input: SurprisalInput, call: AgentCall): Promise<ToolAnswer> {
  const { firstLine = 1, lastLine = Number.POSITIVE_INFINITY, seconds: most = DEFAULT_SECONDS } = input;
  const starts = writtenLineStarts(text);
  if (firstLine > starts.length) throw new Refusal(`${file} has ${starts.length} lines; firstLine is ${firstLine}.`);
  if (firstLine > lastLine) throw new Refusal(`firstLine is ${firstLine}, behind lastLine, which is ${lastLine}.`);
  const from = starts[firstLine - 1];
  const wanted = Math.min(starts[lastLine] ?? text.length, from + MOST_CHARACTERS);
  // From the beginning where that can be: then the windows are those of the colours in the editor.
  const lead = wanted <= MOST_CHARACTERS ? 0 : (starts.find((start) => start >= from - LEAD_IN) ?? 0);
  const bounds = { from: from - lead, most: MOST_SURPRISING, mostTokens: MOST_TOKENS };
  const until = performance.now() + most * 1000;
  const read = await surprisingTokens(text.slice(lead, wanted), { ...bounds, until }, call);
  const tokens = read.tokens.map((one) => ({ ...one, start: one.start + lead }));
  const readTo = lead + read.readTo;
  const lines = surprisingLines(text, starts, tokens, { from, to: readTo });
  const complete = readTo >= (starts[lastLine] ?? text.length);
  const where = { file, firstLine, lastLine: lines.at(-1)?.line ?? firstLine, linesInFile: starts.length, complete };
  return surprisalReport(tokens, lines, input.lines ?? DEFAULT_LINES, {
    ...where,
    model: call.nameOf(call.choices.modelFolder),
  });
}
