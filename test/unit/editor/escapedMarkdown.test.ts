import assert from 'node:assert/strict';
import { test } from 'node:test';
import markdownIt from 'markdown-it';
import { escapedMarkdown } from '../../../src/editor/escapedMarkdown.ts';

const markdown = markdownIt({ html: true, linkify: true });

for (const text of [
  'a_b [c](command:d) **e** `f` <img src=x>',
  '# 1. - + x',
  'https://example.com',
  '~~a~~ | $(trash) &lt; \\',
])
  test(`${text} is only text`, () => {
    const html = markdown.renderInline(escapedMarkdown(text));
    assert.equal(html, markdown.utils.escapeHtml(text));
  });
