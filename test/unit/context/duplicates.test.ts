// What is there more than once: equal, nearly equal by the exact share of common runs of words, or not at all.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jaccard, LEAST_WORDS, sketchOf } from '../../../src/context/shingles.ts';
import { randomOf } from '../random.ts';
import { flat, folderWith, reportOf } from './reported.ts';

/** Different words each, so that texts have nothing in common by chance. */
function words(seed: number, n: number): string[] {
  const random = randomOf(seed);
  return Array.from({ length: n }, () => `w${random.below(1_000_000)}`);
}

const LONG = words(1, 200);
const TEXT = LONG.join(' ');
/** One word of 200 is another: 5 of 196 runs are, so that 191 of 201 are common. */
const NEARLY = LONG.with(100, 'changed').join('\n');
const OTHER = words(2, 200).join(' ');

test('the share in common is that of the runs of five words', () => {
  assert.equal(jaccard(TEXT, NEARLY), 191 / 201);
  assert.equal(jaccard(TEXT, OTHER), 0);
  assert.equal(jaccard(TEXT, TEXT), 1);
});

test('short texts have no sketch, and white space makes no difference', () => {
  assert.equal(sketchOf(LONG.slice(0, LEAST_WORDS - 1).join(' ')), undefined);
  assert.deepEqual(sketchOf(TEXT), sketchOf(`  ${LONG.join('\r\n')}\n`));
  assert.ok(sketchOf('語言模型讀取文字的方式是把文字切成詞元再計算下一個詞元'));
});

test('the sketches of texts agree in about as many bins as the texts have in common', () => {
  for (const changed of [5, 20, 40]) {
    const other = LONG.map((word, i) => (i % changed === 0 ? `other${i}` : word)).join(' ');
    const [a, b] = [sketchOf(TEXT)?.bins ?? [], sketchOf(other)?.bins ?? []];
    const agreed = a.filter((value, i) => value === b[i]).length / a.length;
    assert.ok(Math.abs(agreed - jaccard(TEXT, other)) < 0.15, `${changed}: ${agreed} ${jaccard(TEXT, other)}`);
  }
});

test('equal and nearly equal files and sections are found, the largest parts alone', async () => {
  const folder = folderWith({
    'a.txt': TEXT,
    'b/a.txt': `${TEXT}\n`,
    'c.md': `# One\n\n${OTHER}\n\n# Two\n\nshort\n`,
    'd.md': `Front ${words(3, 30).join(' ')}\n\n# One\n\n${OTHER}\n`,
    'near.txt': NEARLY,
    'whole.md': `# A\n\n${words(4, 100).join(' ')}\n`,
    'again.md': `# A\n\n${words(4, 100).join(' ')}\n`,
  });
  const report = await reportOf(folder, { duplicates: true });
  const named = report.duplicates.map(({ nodes, similarity }) => [
    nodes.map((id) => id.slice(folder.length + 1)),
    similarity,
  ]);
  const tokens = new Map(flat(report.nodes).map((node) => [node.id, node.tokens]));
  assert.deepEqual(
    named.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    [
      [['again.md', 'whole.md'], 1],
      [['b/a.txt', 'a.txt'], 1],
      [['b/a.txt', 'near.txt'], 191 / 201],
      [[`c.md#0`, `d.md#${`Front ${words(3, 30).join(' ')}\n\n`.length}`], 1],
    ],
  );
  for (const { nodes, similarity, tokens: saved } of report.duplicates)
    assert.equal(saved, Math.round((tokens.get(nodes[1]) ?? 0) * similarity));
  assert.deepEqual((await reportOf(folder)).duplicates, []);
});
