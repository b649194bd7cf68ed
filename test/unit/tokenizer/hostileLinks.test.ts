// Links in a model's folder. Those of Hugging Face's cache lead to files elsewhere, so that links are followed.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import { isFailure } from '../../../src/contract/failure.ts';
import { applyChatTemplate } from '../../../src/tokenizer/chatTemplate.ts';
import { loadEndIds } from '../../../src/tokenizer/endIds.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';

const FIXTURES = join(import.meta.dirname, '../../golden/fixtures');

/** What lies behind a link may be no file at all, and reading it would never end. */
const NO_FILES: readonly [name: string, target: string][] = [
  ['a device without an end', '/dev/zero'],
  ['a pipe that nobody writes to', 'pipe'],
  ['a folder', '..'],
  ['nothing', 'nowhere'],
];
const READERS: readonly [file: string, read: (folder: string) => Promise<unknown>][] = [
  ['config.json', openCheckpoint],
  ['model.safetensors', openCheckpoint],
  ['model.safetensors.index.json', openCheckpoint],
  ['tokenizer.json', loadTokenizer],
  ['tokenizer_config.json', loadTokenizer],
  ['generation_config.json', loadEndIds],
  ['chat_template.jinja', (of) => applyChatTemplate(of, [{ role: 'user', content: 'x' }])],
];
for (const [name, target] of NO_FILES) {
  test(`links out of the folder to ${name} end in words`, { skip: process.platform === 'win32' }, async (context) => {
    const own = await mkdtemp(join(tmpdir(), 'links-'));
    context.after(async () => await rm(own, { recursive: true }));
    execFileSync('mkfifo', [join(own, 'pipe')]);
    for (const [file, read] of READERS) {
      const model = join(own, file.replaceAll('.', '-'));
      await cp(join(FIXTURES, 'gpt2'), model, { recursive: true });
      if (file.includes('index')) await rm(join(model, 'model.safetensors'));
      await rm(join(model, file), { force: true });
      await symlink(target === '..' || target === '/dev/zero' ? target : join('..', target), join(model, file));
      await read(model).catch((thrown) => assert.ok(isFailure(thrown), `${file}: ${(thrown as Error).stack}`));
    }
  });
}
