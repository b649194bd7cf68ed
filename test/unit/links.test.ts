// The pages that strangers read lead where they say: every relative link, picture and heading is there.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'media/model/README.md',
  'training/README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

for (const page of PAGES) {
  test(`${page}: every link leads somewhere`, () => {
    assert.deepEqual(brokenLinks(page, readFileSync(join(ROOT, page), 'utf8')), []);
  });
}

test('a file, a heading and a place outside the repository that are not there are found', () => {
  const text =
    '[a](docs/nowhere.md) ![b](media/readme/none.png) [c](README.md#no-such-heading) [d](../outside.md) [e](LICENSE)';
  assert.deepEqual(brokenLinks('README.md', text), [
    'docs/nowhere.md',
    'media/readme/none.png',
    'README.md#no-such-heading',
    '../outside.md',
  ]);
});

/** Links to the web are not followed. */
function brokenLinks(page: string, text: string): readonly string[] {
  const written = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const links = [...written.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link)).filter((link) => !leadsSomewhere(page, link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path, heading] = link.split('#');
  const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (relative(ROOT, file).startsWith('..') || !existsSync(file)) return false;
  return heading === undefined || headings(readFileSync(file, 'utf8')).includes(heading);
}

/** As GitHub makes anchors of them. */
function headings(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
