// What the browser draws by itself looks unlike VS Code: lists and check boxes are white in the dark.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const WEBVIEW = join(import.meta.dirname, '../../../webview');

test('lists, check boxes and sliders are drawn by VS Code’s elements or ours, and by no browser', () => {
  const files = globSync('**/*.ts', { cwd: WEBVIEW });
  const native = files.filter((file) =>
    /<select\b|<input[^>]*type="?(checkbox|radio)/.test(readFileSync(join(WEBVIEW, file), 'utf8')),
  );
  assert.deepEqual(native, []);
  const sliders = files.filter((file) => /type="?range/.test(readFileSync(join(WEBVIEW, file), 'utf8')));
  assert.deepEqual(sliders, [join('stops', 'slider.ts')]);
});
