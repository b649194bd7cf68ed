// Asks axe-core (Deque) about a webview, shadow trees included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** One line for each rule and element; empty where axe finds nothing. */
export async function accessibilityProblems(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  return await frame.evaluate<string[]>(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map((node) =>
      id + ' ' + node.target.flat().join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' '))))`);
}
