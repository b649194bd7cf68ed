// JSON that was chosen as a conversation: counted as one whatever its file is called, also from an editor, or refused.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { contextReport } from '../../../src/context/contextReport.ts';
import type { ContextRequest } from '../../../src/contract/contextReport.ts';
import { count, flat, folderWith, TOKENIZER } from './reported.ts';

const request: ContextRequest = { roots: [], tokenizer: TOKENIZER, conversation: true };
const TALK = JSON.stringify([
  { role: 'user', content: 'Hello there' },
  { role: 'assistant', content: 'Yes' },
]);

const REFUSED: readonly [text: string, place: string, problem: RegExp][] = [
  ['{"a": 1}', '$', /none of the known forms/],
  ['{"messages": [{"said": "Hello", "by": "me", "at": 1}]}', '$.messages[0]', /no message, content or tool/],
  ['[1, 2]', '$[0]', /no message/],
  ['{"messages": [\n{"role": "user" "content": "a"}]}', '$', /^line 2: /],
  ['// a comment\n[]', '$', /^line 1: /],
  ['', '$', /empty/],
  ['[{"role": "user", "content": "a"}, {"role": "king", "content": "b"}]', '$[1]', /the role "king"/],
];
for (const [text, place, problem] of REFUSED) {
  test(`refused as a conversation: ${JSON.stringify(text)}`, async () => {
    const roots = [join(folderWith({ 'a.json': text }), 'a.json')];
    const refusal = { code: 'conversation-invalid', file: 'a.json', place, problem };
    await assert.rejects(contextReport({ ...request, roots }), refusal);
    await assert.rejects(contextReport({ ...request, unsaved: { path: 'a.json', text } }), refusal);
    const { nodes } = await contextReport({ ...request, roots, conversation: false });
    assert.ok(nodes.length <= 1); // as one of many files it is data, or named
  });
}

test('the text of an editor is counted in place of its file, with places in that text', async () => {
  const path = join(folderWith({ 'a.json': '[]' }), 'a.json');
  const { nodes, tokens } = await contextReport({ ...request, unsaved: { path, text: `\n${TALK}` } });
  assert.equal(tokens, count('Hello there') + count('Yes'));
  assert.deepEqual(
    flat(nodes).map(({ label, place }) => [label, place?.path, place?.line]),
    [
      ['a.json', path, 0],
      ['user', path, 1],
      ['assistant', path, 1],
    ],
  );
});

test('the text of an editor without a file keeps its name', async () => {
  const { nodes } = await contextReport({ ...request, unsaved: { path: 'Untitled-1', text: TALK } });
  assert.deepEqual([nodes[0].id, nodes[0].label, nodes[0].category], ['Untitled-1', 'Untitled-1', 'conversation']);
});

test('lines of an editor whose name says so are a conversation each', async () => {
  const { nodes } = await contextReport({ ...request, unsaved: { path: 'U.jsonl', text: `${TALK}\n${TALK}\n` } });
  assert.deepEqual(
    nodes[0].children.map(({ children }) => children.length),
    [2, 2],
  );
});

test('a text of an editor that is longer than a file may be is named', async () => {
  const { nodes, leftOut } = await contextReport({
    ...request,
    mostBytes: 10,
    unsaved: { path: 'Untitled-1', text: TALK },
  });
  assert.deepEqual(nodes, []);
  assert.deepEqual(leftOut, [{ path: 'Untitled-1', why: 'huge', size: TALK.length }]);
});
