// What docs/ says can be looked up: files it names are there, the picture of the rooms is today's, every page is in the
// index, and the examples print what the pages show. Links are checked by links.test.ts.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { followCache } from '../../docs/examples/followCache.ts';
import { followGraph } from '../../docs/examples/followGraph.ts';
import { readSources } from '../../scripts/house/importGraph.ts';
import { picture } from '../../scripts/house/picture.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = globSync('docs/**/*.md', { cwd: ROOT }).map((page) => page.replaceAll('\\', '/'));
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

for (const page of PAGES) {
  test(`${page} names files that are there`, () => {
    assert.deepEqual(
      pathsIn(read(page)).filter((path) => !isThere(path)),
      [],
    );
  });
}

test('paths are found in running text, and those that nobody can open are noticed', () => {
  const text =
    'A `src/cli/cli.ts`, `src/no/such.ts`, `webview/stops/<stop>/`, `x => x`\n```sh\ncat `src/gone.ts`\n```\n';
  assert.deepEqual(pathsIn(text), ['src/cli/cli.ts', 'src/no/such.ts', 'webview/stops/<stop>/']);
  assert.deepEqual(pathsIn(text).map(isThere), [true, false, true]);
  assert.deepEqual(['test/unit/*.test.ts', 'test/unit/*.nothing', 'src/nowhere/<name>.ts'].map(isThere), [
    true,
    false,
    false,
  ]);
});

test('every page is in the index', () => {
  const index = read('docs/README.md');
  const missing = PAGES.filter((page) => page !== 'docs/README.md' && !index.includes(`(${page.slice(5)})`));
  assert.deepEqual(missing, []);
});

test('docs/design.md shows the rooms as they are', () => {
  const shown = blocksOf(read('docs/design.md')).find((block) => block.includes('→'));
  assert.equal(shown, arrows(picture(readSources(ROOT, ['src', 'webview']))));
});

const EXAMPLES = { 'docs/how-a-graph-is-built.md': followGraph, 'docs/how-the-cache-works.md': followCache };
for (const [page, example] of Object.entries(EXAMPLES)) {
  test(`${page} shows what its example prints`, async () => {
    const printed = (await example()).join('\n');
    const shown = blocksOf(read(page)).filter((block) => printed.includes(block));
    assert.equal(shown.join('\n'), printed);
  });
}

/** In backticks, outside blocks of code: those that begin with a folder of the project. */
function pathsIn(markdown: string): readonly string[] {
  const text = markdown.replace(/^```.*?^```$/gms, '');
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
  return spans.filter((span) => /^(src|webview|test|scripts|docs|media|l10n|training)\/\S*$/.test(span));
}

/** `<name>` stands for any name in a folder that is there, `*` for at least one file. */
function isThere(path: string): boolean {
  if (path.includes('*')) return globSync(path, { cwd: ROOT }).length > 0;
  return existsSync(join(ROOT, path.replace(/<.*$/s, '')));
}

/** The contents of ```text blocks. */
function blocksOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```text\n(.*?)\n```$/gms)].map(([, block]) => block);
}

/** The picture without its counts, which change with every line of code: "4  transformer  → checkpoint, …" */
function arrows(whole: string): string {
  return whole
    .split('\n')
    .map((line) => {
      const [, floor, room, others] = /^ *(\d+) {2}(\S+) .* → (.*)$/.exec(line) ?? assert.fail(line);
      const names = others.replace(/ \d+/g, '').split(', ').sort().join(', ');
      return `${floor}  ${room.padEnd(16)} → ${names}`;
    })
    .join('\n');
}
