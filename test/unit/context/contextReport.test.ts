// What a report says of files: the same numbers as the tokenizer, in folders, files and sections.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextReport } from '../../../src/context/contextReport.ts';
import { countFile } from '../../../src/context/countFile.ts';
import { tokenizerOf } from '../../../src/tokenizer/loadedTokenizers.ts';
import { counted, flat, folderWith, leftOut, reportOf, TOKENIZER } from './reported.ts';

const MODEL = { kind: 'folder', folder: join(import.meta.dirname, '../../../media/model') } as const;
const { count } = await tokenizerOf(TOKENIZER);
const MARKDOWN = '---\ntitle: T\n---\nFirst.\n\n# One\n\ntext\n\n## Inner #\nmore\n\nTwo\n===\n\n\n蘋果 🎉\r\n# Last';

test('a file has as many tokens as its text, and a folder as its files', async () => {
  const files = { 'a/b.ts': 'const a = 1;\n', 'a/c.md': MARKDOWN, 'd.json': '{"a": [1, 2]}' };
  const report = await reportOf(folderWith(files));
  const all = Object.values(files).reduce((sum, text) => sum + count(text), 0);
  assert.equal(report.tokens, all);
  assert.deepEqual(
    flat(report.nodes)
      .filter(({ kind }) => kind !== 'section')
      .map(({ label, category, tokens }) => [label, category, tokens]),
    [
      [report.nodes[0].label, 'documents', all],
      ['a', 'documents', count(files['a/b.ts']) + count(MARKDOWN)],
      ['b.ts', 'code', count(files['a/b.ts'])],
      ['c.md', 'documents', count(MARKDOWN)],
      ['d.json', 'data', count(files['d.json'])],
    ],
  );
  assert.ok(report.complete);
});

for (const tokenizer of [TOKENIZER, MODEL]) {
  test(`sections are nested, and no token is in two: ${tokenizer.kind}`, async () => {
    const report = await reportOf(folderWith({ 'a.md': MARKDOWN }), { tokenizer });
    const [, file, ...sections] = flat(report.nodes);
    assert.equal(file.tokens, (await tokenizerOf(tokenizer)).count(MARKDOWN));
    assert.deepEqual(
      file.children.map(({ label, children }) => [label, children.map((child) => child.label)]),
      [
        ['One', ['Inner']],
        ['Two', []],
        ['Last', []],
      ],
    );
    assert.deepEqual(
      sections.map(({ place }) => place?.line),
      [5, 9, 12, 17],
    );
    const inner = sections[1].place?.span;
    assert.equal(MARKDOWN.slice(inner?.start, inner?.end), '## Inner #\nmore\n\n');
    for (const { tokens, children } of [file, ...sections])
      assert.ok(children.reduce((sum, child) => sum + child.tokens, 0) <= tokens);
  });
}

test('texts in UTF-16 are read, and what is no text is named', async () => {
  const utf16 = Buffer.from('\ufeffHello', 'utf16le');
  const folder = folderWith({
    'bom.txt': '\ufeffHello',
    'le.txt': utf16,
    'be.txt': Buffer.from(utf16).swap16(),
    'latin1.txt': Buffer.from('caf\xe9', 'latin1'),
    'odd.txt': utf16.subarray(0, -1),
    'utf32.txt': Buffer.from([0xff, 0xfe, 0, 0, 65, 0, 0, 0]),
    'image.png': Buffer.from([0x89, 0x50, 0, 1]),
    'empty.txt': '',
    'huge.txt': 'x'.repeat(1001),
  });
  const report = await reportOf(folder, { mostBytes: 1000 });
  assert.deepEqual(counted(report, folder), ['be.txt', 'bom.txt', 'empty.txt', 'le.txt']);
  assert.equal(report.tokens, 3 * count('Hello'));
  assert.deepEqual(leftOut(report, folder), {
    'huge.txt': 'huge',
    'image.png': 'binary',
    'latin1.txt': 'encoding',
    'odd.txt': 'encoding',
    'utf32.txt': 'encoding',
  });
});

test('a file that was chosen by name may be longer than those of a folder', async () => {
  const folder = folderWith({ 'a.txt': 'word '.repeat(300), 'b.txt': 'word '.repeat(300) });
  const chosen = { mostBytes: 1000, mostChosenBytes: 2000, roots: [join(folder, 'a.txt')] };
  const alone = await contextReport({ tokenizer: TOKENIZER, ...chosen });
  assert.deepEqual([alone.tokens, alone.leftOut], [count('word '.repeat(300)), []]);
  const beside = await reportOf(folder, { ...chosen, roots: [folder, join(folder, 'a.txt')] });
  assert.deepEqual(leftOut(beside, folder), { 'b.txt': 'huge' });
  const tooLong = await contextReport({ tokenizer: TOKENIZER, ...chosen, mostChosenBytes: 1499 });
  assert.deepEqual(leftOut(tooLong, folder), { 'a.txt': 'huge' });
});

test('a file that was deleted before its turn is named, and so is one that grew', async () => {
  const folder = folderWith({ 'a.txt': 'a', 'b.txt': 'longer' });
  const tokenizer = await tokenizerOf(TOKENIZER);
  rmSync(join(folder, 'a.txt'));
  const why = (name: string) =>
    countFile({ path: join(folder, name), root: folder }, { mostBytes: 5, tokenizer, sketches: false }).leftOut?.why;
  assert.deepEqual([why('a.txt'), why('b.txt'), why('.')], ['deleted', 'huge', 'unreadable']);
});

test('progress grows to the end, and cancelling gives what was counted', async () => {
  const folder = folderWith(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.txt`, 'word '.repeat(i)])));
  const request = { roots: [folder], tokenizer: TOKENIZER };
  const seen: number[] = [];
  const report = await contextReport(request, { onProgress: ({ files }) => seen.push(files) });
  assert.deepEqual([seen[0], seen.at(-1), report.complete], [0, 300, true]);
  const controller = new AbortController();
  const cancelled = await contextReport(request, {
    signal: controller.signal,
    onProgress: ({ files }) => files > 0 && controller.abort(),
  });
  assert.equal(cancelled.complete, false);
  assert.ok(counted(cancelled, folder).length >= 100 && counted(cancelled, folder).length < 300);
});

test('a tokenizer that cannot be loaded is a failure', async () => {
  const folder = folderWith({ 'a.txt': 'a' });
  await assert.rejects(reportOf(folder, { tokenizer: { kind: 'folder', folder } }), { code: 'file-missing' });
});

test('what an agent reads: always, for some files, or when it is asked for', async () => {
  const folder = folderWith({
    'AGENTS.md': 'Read it.',
    'CLAUDE.md': 'See @docs/guide.md, and `@docs/no.md`.\n```\n@docs/no.md\n```\n',
    'docs/guide.md': 'See @more.md.',
    'docs/more.md': 'more',
    'docs/no.md': 'no',
    'packages/a/AGENTS.md': 'Inner.',
    '.github/copilot-instructions.md': 'Be brief.',
    '.github/instructions/ts.instructions.md': '---\napplyTo: "**/*.ts,**/*.tsx"\n---\nUse const.',
    '.github/instructions/all.instructions.md': "---\napplyTo: '**'\n---\nUse words.",
    '.github/prompts/fix.prompt.md': '---\nmode: agent\n---\nFix it.',
    '.cursor/rules/a.mdc': '---\nglobs: [a/**, b/**]\nalwaysApply: false\n---\nRule.',
    '.cursor/rules/b.mdc': '---\nalwaysApply: true\n---\nRule.',
    '.cursorrules': 'Rule.',
    '.claude/skills/pdf/SKILL.md': '---\nname: pdf\ndescription: >-\n  Reads\n  PDFs\n---\n# How\nSo.',
    '.claude/skills/pdf/table.md': 'Table.',
    'src/a.ts': 'code',
  });
  const report = await reportOf(folder, { agentFiles: true });
  const loading = flat(report.nodes).flatMap(({ id, label, kind, loading: read }) =>
    read ? [[kind === 'part' ? label : id.slice(folder.length + 1), 'pattern' in read ? read.pattern : read.when]] : [],
  );
  assert.deepEqual(Object.fromEntries(loading), {
    'AGENTS.md': 'always',
    'CLAUDE.md': 'always',
    'docs/guide.md': 'always',
    'docs/more.md': 'always',
    'packages/a/AGENTS.md': 'packages/a/**',
    '.github/copilot-instructions.md': 'always',
    '.github/instructions/ts.instructions.md': '**/*.ts,**/*.tsx',
    '.github/instructions/all.instructions.md': 'always',
    '.github/prompts/fix.prompt.md': 'asked',
    '.cursor/rules/a.mdc': 'a/**,b/**',
    '.cursor/rules/b.mdc': 'always',
    '.cursorrules': 'always',
    'name, description': 'always',
    text: 'asked',
    '.claude/skills/pdf/table.md': 'asked',
  });
});
