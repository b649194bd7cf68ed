// What the panel says of a model that runs in an unusual way. Knows no language.
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { accessibilityProblems } from './accessibility.ts';
import { comesToMatch } from './becomes.ts';
import type { Session } from './session.ts';

export interface Said {
  /** In the header, of the precision. */
  readonly kept: RegExp;
  /** Of the execution provider that was asked for. */
  readonly instead: string;
}

/** Takes 8 bits and DirectML, looks at what the panel says, and takes both back. */
export async function explainedInEightBits(session: Session, panel: Frame, { kept, instead }: Said): Promise<void> {
  const precision = panel.locator('.header .precision');
  await session.setMachine({ 'tokenscope.precision': 'int8', 'tokenscope.executionProvider': 'dml' });
  try {
    await precision.filter({ hasText: kept }).waitFor();
    await comesToMatch(() => precision.getAttribute('title'), /\d %/); // of positions with the same most probable token
    await panel.locator('.notice', { hasText: instead }).waitFor();
    assert.deepEqual(await accessibilityProblems(panel), []);
  } finally {
    await session.setMachine({});
  }
  await precision.waitFor({ state: 'detached' });
  await panel.locator('.notice').waitFor({ state: 'detached' });
  await panel.locator('ts-token-list .token').first().waitFor();
}
