// Asks axe-core (Deque) about a webview, shadow trees included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Runs in the page: the answers to earlier questions, in whatever shadow tree, which are dimmed until the new ones come.
 */
const BUSY = `(root) => [...root.querySelectorAll('*')].flatMap((one) =>
  [...(one.getAttribute('aria-busy') === 'true' ? [one] : []), ...(one.shadowRoot ? busy(one.shadowRoot) : [])])`;

/** One line for each rule and element; empty where axe finds nothing. What is dimmed, or was while axe looked, need not be legible. */
export async function accessibilityProblems(frame: Frame): Promise<string[]> {
  await frame.evaluate(AXE);
  return await frame.evaluate<string[]>(`(async () => {
    const busy = ${BUSY};
    const before = busy(document);
    const { violations } = await axe.run(document, { resultTypes: ['violations'], elementRef: true });
    const dimmed = new Set([...before, ...busy(document)]);
    const isDimmed = (node) => Boolean(node) && (dimmed.has(node) || isDimmed(node.parentNode ?? node.host));
    return violations.flatMap(({ id, nodes }) => nodes
      .filter(({ element }) => id !== 'color-contrast' || !isDimmed(element))
      .map((node) => id + ' ' + node.target.flat().join(' ') + ': ' + node.failureSummary.replace(/\\s+/g, ' ')));
  })()`);
}
