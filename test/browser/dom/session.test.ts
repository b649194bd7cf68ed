// A session in the whole page, without VS Code, on a real engine with the embedded model: what is collected in one page is
// brought back in another, and its numbers come out again, or it is said which do not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import type { CollectedSession, SessionSetup } from '../../../src/contract/session.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { INITIAL } from '../../../webview/state/panelState.ts';
import { becomes } from '../becomes.ts';
import { openRealPanel, type RealPanel } from './realPanel.ts';
import { anotherPage } from './sharedPage.ts';

const TEXT = 'Once upon a time there was a girl';
const at = (index: number) => index as TokenIndex;
async function opened(): Promise<[Page, RealPanel]> {
  const page = await anotherPage(
    '<!DOCTYPE html><html lang="en"><head><title>Tokens</title></head><body></body></html>',
    {
      viewport: { width: 900, height: 1000 },
    },
  );
  return [page, await openRealPanel(page, TEXT)];
}

/** Waits until nothing is done with the session any more. */
async function restored(page: Page, session: CollectedSession): Promise<string> {
  await page.evaluate((one) => window.tell('restoreSession', one), session);
  const notice = page.locator('.session:not([data-tone=busy])');
  await notice.waitFor();
  return `${await notice.getAttribute('data-tone')}: ${await notice.innerText()}`;
}

async function collected(page: Page, panel: RealPanel): Promise<CollectedSession> {
  const told = panel.toldNext('keepSession');
  await page.evaluate(() => window.tell('collectSession'));
  return (await told)[0] as CollectedSession;
}

/** What a reader may have set up, with ids of the embedded model's vocabulary. */
function setup(promptLength: number): SessionSetup {
  const sampling = { ...INITIAL.sampling, temperature: 0.5, seed: 3 };
  const node = (parent: number, id: number, isChosen: boolean) => ({ parent, id, isChosen, sampling });
  return {
    place: 'lab',
    stop: 'next',
    tool: 'whatIf',
    selected: at(promptLength + 1),
    other: at(1),
    head: { layer: 1, head: 2 },
    sampling,
    asked: { position: at(promptLength + 1), target: 300, other: 301 },
    branches: [node(0, 300, true), node(1, 301, false), node(0, 302, true), node(3, 303, false), node(1, 304, true)],
    shown: 5,
    changes: [
      { change: { kind: 'scale', part: { kind: 'head', layer: 1, head: 0 }, factor: 0 }, isOn: true },
      { change: { kind: 'hide', span: { start: at(promptLength), end: at(promptLength + 1) } }, isOn: false },
    ],
    mattered: { mode: 'leaveOut', ofContinuation: false },
    patching: { kind: 'mlp' },
    comparing: { with: 'changes', source: 'Once upon a time there was a boy' },
  };
}

/** Without how tokens are written, which is for people. */
function plain({ branches, ...rest }: SessionSetup) {
  return JSON.parse(JSON.stringify({ ...rest, branches: branches.map(({ text, ...node }) => node) }));
}

test('a session comes back as it was, and what differs is said', async () => {
  const [page, panel] = await opened();
  const wanted = setup(panel.run.tokens.length);
  await restored(page, { setup: wanted, numbers: {} });
  const session = await collected(page, panel);
  assert.deepEqual(plain(session.setup), plain(wanted));
  const { numbers } = session;
  assert.equal(numbers.generated?.length, 5);
  assert.equal(numbers.surprisals?.length, panel.run.tokens.length + 2);
  assert.equal(numbers.votes?.position, panel.run.tokens.length + 1);
  assert.ok(numbers.whatIf && numbers.next);
  await page.close();

  const [other, otherPanel] = await opened();
  const same = await restored(other, session);
  assert.match(same, /^same: Session opened\.\s+The same numbers came out/);
  assert.deepEqual(plain((await collected(other, otherPanel)).setup), plain(wanted));
  await becomes(() => other.locator('ts-what-if-tool').isVisible(), true);
  const [first = 0, ...surprisals] = numbers.surprisals ?? [];
  const changed = { ...numbers, surprisals: [first, Number(surprisals[0]) + 1, ...surprisals.slice(1)] };
  const differs = await restored(other, { ...session, numbers: changed });
  assert.match(
    differs,
    /^differs: Session opened, with differences\.\s+Surprises of the tokens differ by up to 1 bits\./,
  );
  await other.evaluate(() => window.tell('sessionRemarks', ['Another model.']));
  await other.locator('.session p', { hasText: 'Another model.' }).waitFor();
  await other.close();
});
