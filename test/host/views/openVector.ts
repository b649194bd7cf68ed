// Vectors of files, and what is said of files that hold none.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { vectorOf } from '../../../src/views/openVector.ts';

async function fileOf(content: string): Promise<vscode.Uri> {
  const [folder] = vscode.workspace.workspaceFolders ?? assert.fail('no folder is open');
  const file = vscode.Uri.joinPath(folder.uri, 'direction.json');
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(content));
  return file;
}

suite('a vector of a file', () => {
  for (const content of ['[1, -2.5, 3e-8]', '{"what": "×", "model": "m", "values": [1, -2.5, 3e-8]}'])
    test(`is read from ${content}`, async () => {
      assert.deepEqual(await vectorOf(await fileOf(content), 3), { name: 'direction.json', values: [1, -2.5, 3e-8] });
    });

  for (const [content, words] of [
    ['[1, 2]', /holds 2 numbers, and the stream of this model is 3 wide/],
    ['[1, "2", 3]', /holds no list of numbers\. It has to hold a list of 3 numbers in JSON\.$/],
    ['[1, null, 3]', /holds no list of numbers/],
    ['7', /holds no list of numbers/],
    ['[1, 1e39, 3]', /holds no list of numbers/], // more than a single-precision number can be
    ['[1, 2,', /cannot be read: .*JSON/],
    [`[${'1, '.repeat(20_000)}1]`, /is too large/],
  ] as const)
    test(`is none in ${content.slice(0, 20)}`, async () => {
      const opened = await vectorOf(await fileOf(content), 3);
      assert.match('problem' in opened ? opened.problem : '', words);
    });

  test('is none where there is no file', async () => {
    const gone = vscode.Uri.joinPath(await fileOf('[]'), '../gone.json');
    const opened = await vectorOf(gone, 3);
    assert.match('problem' in opened ? opened.problem : '', /^gone\.json cannot be read/);
  });
});
