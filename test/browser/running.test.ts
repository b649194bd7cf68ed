// What the panel says about how a model runs, where that is not the usual: fewer bits a weight, a provider that is not there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { accessibilityProblems } from './accessibility.ts';
import { explainParagraph } from './explainParagraph.ts';
import { Session } from './session.ts';

let session: Session;
before(async () => {
  session = await Session.start('running', { 'tokenscope.precision': 'int8', 'tokenscope.executionProvider': 'dml' });
});
after(() => session.end());

const LOOKS = [
  {
    language: 'en',
    file: 'sample.md',
    title: 'Explain Tokens',
    kept: /^weights in 8 bits, logits ±0\.0\d+$/,
    instead: 'ONNX Runtime has no DirectML on this platform, the model runs on the CPU.',
  },
  {
    language: 'zh-tw',
    file: '範例.md',
    title: '解說詞元',
    kept: /^權重 8 位元，logits ±0\.0\d+$/,
    instead: '這個平台的 ONNX Runtime 沒有 DirectML，模型改在 CPU 上執行。',
  },
] as const;

for (const { language, file, title, kept, instead } of LOOKS) {
  test(`${language}: weights in 8 bits and what they cost, DirectML and why it is not used`, async () => {
    await using workbench = await session.open({ language });
    const panel = await explainParagraph(workbench, file, 5, title);
    const precision = panel.locator('.header .precision');
    assert.match(await precision.innerText(), kept);
    assert.match((await precision.getAttribute('title')) ?? '', /\d %/); // of positions with the same most probable token
    assert.equal(await panel.locator('.notice').innerText(), instead);
    assert.deepEqual(await accessibilityProblems(panel), []);
  });
}
