// npm run golden -- DIR…: compares checkpoints with Hugging Face's own numbers and prints one line for each.
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Failure } from '../src/contract/failure.ts';
import { GOLDEN_TOLERANCE, type GoldenErrors, goldenErrors, withinTolerance } from '../test/golden/goldenErrors.ts';

// A pattern such as GOLDEN/* also matches the README.
const folders = process.argv.slice(2).filter((path) => !statSync(path, { throwIfNoEntry: false })?.isFile());
if (folders.length === 0) {
  console.error('usage: npm run golden -- DIR…   (each a folder as described in test/golden/fixtures/README.md)');
  process.exit(2);
}
let failed = 0;
for (const folder of folders) {
  const { line, passed } = await report(folder);
  console.log(line);
  if (!passed) failed++;
}
console.log(`${folders.length - failed} of ${folders.length} within ${GOLDEN_TOLERANCE}`);
process.exitCode = failed ? 1 : 0;

async function report(folder: string): Promise<{ line: string; passed: boolean }> {
  try {
    const errors = await goldenErrors(folder);
    const passed = withinTolerance(errors);
    return { line: `${basename(folder)}: ${errorsText(errors)}${passed ? '' : '  FAILED'}`, passed };
  } catch (problem) {
    const reason = problem instanceof Error ? problem.message : JSON.stringify(problem as Failure);
    return { line: `${basename(folder)}: refused  ${reason}`, passed: false };
  }
}

function errorsText({ greedyIdsEqual, ...differences }: GoldenErrors): string {
  const numbers = Object.entries(differences).map(([name, value]) => `${name} ${value.toExponential(1)}`);
  return [...numbers, `greedy ids ${greedyIdsEqual ? 'equal' : 'DIFFER'}`].join('  ');
}
