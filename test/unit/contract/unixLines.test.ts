import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { unixLines } from '../../../src/contract/unixLines.ts';
import { applyChatTemplate } from '../../../src/tokenizer/chatTemplate.ts';

test('line ends of every system become those of Unix', () => {
  assert.equal(unixLines('a\r\nb\rc\n\r\n\nd'), 'a\nb\nc\n\n\nd');
});

test('a message from a file of Windows has the same line ends as the template around it', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'lines-'));
  context.after(() => rm(folder, { recursive: true }));
  const template = "{{ '<|im_start|>user\n' + messages[0].content + '<|im_end|>\n' }}";
  await writeFile(join(folder, 'chat_template.jinja'), template);
  const content = unixLines('two\r\nlines');
  assert.equal(
    await applyChatTemplate(folder, [{ role: 'user', content }]),
    '<|im_start|>user\ntwo\nlines<|im_end|>\n',
  );
});
