// The worked examples: the page shows what its program prints, and what the panel says of them is true.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { whyThisWord } from '../../docs/examples/whyThisWord.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engine/engineProcess.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/worked-examples.md'), 'utf8');
const NUMBER = /\d+\.\d+/g;
let lines: readonly string[];
before(async () => {
  lines = await whyThisWord();
});

test('the page shows what its program prints, but for the last digit', () => {
  const shown = [...PAGE.matchAll(/^```text\n(.*?)\n```$/gms)].map(([, block]) => block).join('\n');
  const printed = lines.join('\n');
  assert.equal(shown.replace(NUMBER, '#'), printed.replace(NUMBER, '#'));
  const [ofPage, ofProgram] = [shown, printed].map((text) => text.match(NUMBER) ?? []);
  for (const [i, number] of ofPage.entries()) {
    const lastDigit = 10 ** -number.split('.')[1].length;
    assert.ok(Math.abs(Number(number) - Number(ofProgram[i])) < 1.01 * lastDigit, `${number}, ${ofProgram[i]}`);
  }
});

const partOf = (file: string) => {
  const start = lines.findIndex((line) => line.startsWith(`${file}:`));
  const end = lines.findIndex((line, i) => i > start && !line.startsWith(' '));
  return lines.slice(start, end < 0 ? undefined : end);
};

test('story: the two strongest heads copy the ball, and without either half of it something else comes first', () => {
  const [next, first, second, , , withoutRed, withoutBall] = partOf('why-story.txt');
  assert.match(next, /: " ball"/);
  assert.match(first, /^ {2}head 7\.3: .* from " ball" at 4$/);
  assert.match(second, /^ {2}head 5\.2: .* from " ball" at 4$/);
  assert.match(withoutRed, /without " red" at 3: " scarf"/);
  assert.match(withoutBall, /without " ball" at 4: " scarf"/);
});

test('code: two heads of layer 6 copy this function’s parameter, and without it the other one comes first', () => {
  const [next, first, second, ...rest] = partOf('why-code.js');
  assert.match(next, /: "word"/);
  assert.match(first, /^ {2}head 6\.4: .* from "word" at 21$/);
  assert.match(second, /^ {2}head 6\.5: .* from "word" at 21$/);
  assert.match(rest.at(-1) ?? '', /without "word" at 21: "name"/);
});

test('memory: a head copies what the token itself has the largest vote for, and hiding it changes nothing', async () => {
  const [next, first, , , , , withoutFruit] = partOf('why-memory.txt');
  assert.match(next, /: "果"/);
  assert.match(first, /^ {2}head 5\.2: .* from "果" at 6$/);
  assert.match(withoutFruit, /without "果" at 6: "果" 99\.\d %/);
  const engine = startEngine();
  const run = await explained(engine, '小明有一顆蘋果，小華有一根香蕉。小明吃了蘋', EMBEDDED);
  const position = run.tokens.length - 1;
  const [{ id }] = (await engine.nextTokens(run.run, position as TokenIndex, 1, SAMPLING)).candidates;
  const votes = await engine.votes(run.run, { position: position as TokenIndex, target: id });
  const others = [
    ...votes.heads.values,
    ...votes.mlps,
    ...votes.attentionBiases,
    votes.normBias,
    votes.positionEmbedding,
  ];
  assert.ok(others.every((vote) => Math.abs(vote) < votes.tokenEmbedding));
  engine.dispose();
});
