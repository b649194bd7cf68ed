// Languages and names of files, and the markup that they stand for.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markupOfFile, markupOfLanguage } from '../../../src/blocks/markup.ts';

const FILES = {
  'README.md': 'markdown',
  'a.PROMPT.MD': 'markdown',
  'rules.mdc': 'markdown',
  'a.mdx': 'mdx',
  'a.rst': 'restructuredtext',
  'a.adoc': 'asciidoc',
  'a.tex': 'latex',
  md: 'plain',
  'a.txt': 'plain',
  constructor: 'plain',
};
for (const [name, markup] of Object.entries(FILES))
  test(`${name} is ${markup}`, () => {
    assert.equal(markupOfFile(name), markup);
  });

const LANGUAGES = {
  chatmode: 'markdown',
  skill: 'markdown',
  tex: 'latex',
  plaintext: 'plain',
  typescript: 'plain',
  constructor: 'plain',
};
for (const [id, markup] of Object.entries(LANGUAGES))
  test(`the language ${id} is ${markup}`, () => {
    assert.equal(markupOfLanguage(id), markup);
  });
