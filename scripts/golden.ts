// npm run golden -- DIR…: compares checkpoints with Hugging Face's own numbers and prints one line for each. With --lab
// each DIR holds lab.json and lab.safetensors, and what is compared is attribution; the checkpoint that lab.json names
// is below --root, which is this folder where it is left out.
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Failure } from '../src/contract/failure.ts';
import { type DequantisedTensors, dequantisedTensors } from '../test/golden/dequantised.ts';
import { GOLDEN_TOLERANCE, type GoldenErrors, goldenErrors, withinTolerance } from '../test/golden/goldenErrors.ts';
import { LAB_TOLERANCE, labErrors } from '../test/golden/labErrors.ts';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { lab: { type: 'boolean', default: false }, root: { type: 'string', default: '.' } },
});
// A pattern such as GOLDEN/* also matches the README.
const folders = positionals.filter((path) => !statSync(path, { throwIfNoEntry: false })?.isFile());
if (folders.length === 0) {
  console.error(
    'usage: npm run golden -- [--lab [--root ROOT]] DIR…   (each a folder as described in test/golden/fixtures/README.md)',
  );
  process.exit(2);
}
let failed = 0;
for (const folder of folders) {
  const { line, passed } = await (options.lab ? reportLab(folder) : report(folder));
  console.log(line);
  if (!passed) failed++;
}
console.log(`${folders.length - failed} of ${folders.length} within ${GOLDEN_TOLERANCE}`);
process.exitCode = failed ? 1 : 0;

interface Report {
  readonly line: string;
  readonly passed: boolean;
}

async function report(folder: string): Promise<Report> {
  return await orRefused(folder, async () => {
    const errors = await goldenErrors(folder);
    const tensors = await dequantisedTensors(folder);
    if (!tensors) return { text: errorsText(errors), passed: withinTolerance(errors) };
    // Weights that stay in the blocks of the file are computed with otherwise than their float32 numbers.
    const inBlocks = await goldenErrors(folder, { precision: 'auto' });
    const text = `${errorsText(errors)}  ${tensorsText(tensors)}\n  in blocks: ${errorsText(inBlocks)}`;
    return { text, passed: withinTolerance(errors) && withinTolerance(inBlocks) && tensors.different.length === 0 };
  });
}

async function reportLab(folder: string): Promise<Report> {
  return await orRefused(folder, async () => {
    const errors = await labErrors(folder, ({ checkpoint }) => join(options.root, checkpoint));
    const text = [...errors]
      .map(([method, error]) => `${method} ${error?.toExponential(1) ?? 'not computed'}`)
      .join('  ');
    return { text, passed: [...errors.values()].every((error) => error === undefined || error <= LAB_TOLERANCE) };
  });
}

async function orRefused(folder: string, compare: () => Promise<{ text: string; passed: boolean }>): Promise<Report> {
  try {
    const { text, passed } = await compare();
    return { line: `${basename(folder)}: ${text}${passed ? '' : '  FAILED'}`, passed };
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : JSON.stringify(problem as Failure);
    return { line: `${basename(folder)}: refused  ${reason}`, passed: false };
  }
}

function errorsText({ greedyIdsEqual, ...differences }: GoldenErrors): string {
  const numbers = Object.entries(differences).map(([name, value]) => `${name} ${value.toExponential(1)}`);
  return [...numbers, `greedy ids ${greedyIdsEqual ? 'equal' : 'DIFFER'}`].join('  ');
}

function tensorsText({ compared, different }: DequantisedTensors): string {
  return `dequantised ${compared - different.length} of ${compared} equal${different.map((name) => ` ${name}`).join('')}`;
}
