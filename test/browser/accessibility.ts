// Asks axe-core (Deque) about a webview, shadow trees included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs in the page: in whatever shadow tree, the answer to an earlier question, which is dimmed until the new one comes. */
const IS_BUSY = `(element) => {
  for (let node = element; node; node = node.parentNode ?? node.host)
    if (node.getAttribute?.('aria-busy') === 'true') return true;
  return false;
}`;

/** One line for each rule and element; empty where axe finds nothing. What is dimmed need not be legible. */
export async function accessibilityProblems(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  const options = `{ resultTypes: ['violations'], elementRef: true }`;
  return await frame.evaluate<string[]>(`axe.run(document, ${options}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes
      .filter(({ element }) => id !== 'color-contrast' || !(${IS_BUSY})(element))
      .map((node) => id + ' ' + node.target.flat().join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' '))))`);
}
