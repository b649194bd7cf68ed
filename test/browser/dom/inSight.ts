// Waits for what is drawn once it is in sight, and is moved by what stands above it until that is drawn, too. Knows no stop.
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../becomes.ts';

/** Scrolls to the element until this part of it is there. */
export async function inSight(element: Locator, part: Locator): Promise<void> {
  await eventually(async () => {
    await element.evaluate((one) => one.scrollIntoView({ block: 'center' }));
    assert.ok((await part.count()) > 0, `${element} does not have ${part}`);
  });
}
