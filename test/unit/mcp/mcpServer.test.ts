// Every tool over MCP, its numbers held against the engine's own; and what is refused. The SDK's client checks each answer
// against the tool's schema. `npm run package` builds dist/.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ListRootsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { AGENT_TOOLS } from '../../../src/agents/allTools.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine, TINY } from '../engine/engineProcess.ts';
import { newClient, ROOT, type StartedServer, startServer, textOf } from './mcpProcess.ts';

const PROMPT = 'The river was cold. Anna had a red boat. She went to the river with her';
const POEM = '# Notes\n\nThe river was cold. Anna had a red boat.\nShe went to the river with her umbrella.\n';
const MODEL = "Tokenscope's embedded model";
const folder = mkdtempSync(join(tmpdir(), 'tokenscope-mcp-'));
const engine = startEngine();
let server: StartedServer;

before(async () => {
  mkdirSync(join(folder, 'app/src'), { recursive: true });
  writeFileSync(join(folder, 'app/notes.md'), POEM);
  writeFileSync(join(folder, 'secret'), 'secret');
  server = await startServer({ after: () => {} }, ['--root', join(folder, 'app')]);
});
after(async () => {
  engine.dispose();
  await server.client.close();
  rmSync(folder, { recursive: true, force: true });
});

test('it says who it is, and lists the tools as they are in the table', async () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  assert.deepEqual(server.client.getServerVersion(), { name: 'tokenscope', title: 'Tokenscope', version });
  assert.match(server.client.getInstructions() ?? '', /read-only/);
  const { tools } = await server.client.listTools();
  assert.deepEqual(
    tools.map(({ name, inputSchema }) => ({ name, inputSchema })),
    AGENT_TOOLS.map(({ name, inputSchema }) => ({ name, inputSchema })),
  );
  for (const { annotations, outputSchema } of tools) {
    assert.equal(annotations?.readOnlyHint, true);
    assert.equal(annotations?.openWorldHint, false);
    assert.ok(outputSchema);
  }
});

test('the tokens of a text and of a file, by the tokenizer that is named', async () => {
  const [own] = await engine.count([POEM], { kind: 'folder', folder: EMBEDDED });
  const [other] = await engine.count([POEM], { kind: 'openai', encoding: 'o200k_base' });
  const answer = await server.call('tokenscope_count_tokens', { path: 'notes.md' });
  assert.deepEqual(answer.structuredContent, {
    kind: 'computed',
    tokenizer: MODEL,
    of: 'notes.md',
    tokens: own,
    characters: POEM.length,
    lines: 4,
  });
  assert.match(textOf(answer), new RegExp(`^notes.md: ${own} tokens \\(${MODEL}; computed\\)`));
  const { structuredContent } = await server.call('tokenscope_count_tokens', { text: POEM, tokenizer: 'o200k_base' });
  assert.equal(structuredContent?.tokens, other);
  assert.equal((await server.call('tokenscope_count_tokens', { text: '' })).structuredContent?.tokens, 0);
});

test('what fills a context: files counted as one by one, links out of the folder left out', async () => {
  const root = join(folder, 'app/context');
  mkdirSync(join(root, 'src'), { recursive: true });
  const files = { 'AGENTS.md': '# Rules\n\nBe brief.\n', 'long.md': POEM.repeat(20), 'src/a.ts': 'const a = 1;\n' };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  if (process.platform !== 'win32') symlinkSync(join(folder, 'secret'), join(root, 'link'));
  const counts = await engine.count(Object.values(files), { kind: 'openai', encoding: 'o200k_base' });
  const sum = counts.reduce((a, b) => a + b, 0);
  const input = { paths: ['context'], tokenizer: 'o200k_base', budget: 100 };
  const answer = await server.call('tokenscope_what_fills_context', input);
  const { tokens, over, parts, cut, leftOut } = answer.structuredContent as unknown as FillsAnswer;
  assert.deepEqual([tokens, over], [sum, sum - 100]);
  assert.equal(parts.find(({ part }) => part === 'context/AGENTS.md')?.tokens, counts[0]);
  assert.match(cut[0].part, /^context\/long\.md/);
  if (process.platform !== 'win32') assert.deepEqual(leftOut, [{ path: 'context/link', why: 'link-outside' }]);
  assert.ok(!textOf(answer).includes(folder), 'paths are relative');
  const agents = await server.call('tokenscope_what_fills_context', { tokenizer: 'o200k_base' });
  assert.match(textOf(agents), /what agents read by themselves/);
  const whole = await server.call('tokenscope_count_tokens', { path: 'context', tokenizer: 'o200k_base' });
  assert.deepEqual([whole.structuredContent?.tokens, whole.structuredContent?.files], [sum, 3]);
});

test('what comes next, with the probabilities of the model', async () => {
  const { run, tokens } = await explained(engine, PROMPT, EMBEDDED);
  const next = await engine.nextTokens(run, (tokens.length - 1) as TokenIndex, 5, SAMPLING);
  const { structuredContent } = await server.call('tokenscope_next_tokens', { text: PROMPT, k: 5 });
  const answered = structuredContent?.next as readonly { id: number; token: string; probability: number }[];
  assert.deepEqual(
    answered.map(({ id, token }) => ({ id, token })),
    next.candidates.map(({ id, text }) => ({ id, token: JSON.stringify(text) })),
  );
  // What was read of an earlier text is known: sums may be in another order.
  for (const [i, { probability }] of next.candidates.entries())
    assert.ok(Math.abs(answered[i].probability - probability) < 1e-5 * probability);
  assert.equal(structuredContent?.tokensRead, tokens.length);
});

test('of a text longer than the context the end is read, and it is said', async () => {
  const text = `${'The river was cold. '.repeat(400)}${PROMPT}`;
  const answer = await server.call('tokenscope_next_tokens', { text, k: 1 });
  const { tokensRead, charactersLeftOut, next } = answer.structuredContent as Record<string, number>;
  assert.ok(tokensRead > 1000 && tokensRead <= 1024);
  const { run, tokens } = await explained(engine, text.slice(charactersLeftOut), EMBEDDED);
  const [best] = (await engine.nextTokens(run, (tokens.length - 1) as TokenIndex, 1, SAMPLING)).candidates;
  assert.equal((next as unknown as { id: number }[])[0].id, best.id);
  assert.match(textOf(answer), new RegExp(`first ${charactersLeftOut} characters were left out`));
});

test('a model without a chat template says so', async () => {
  assert.match(await server.refusal('tokenscope_next_tokens', { text: 'Hi', chat: true }), /no chat template/);
});

test('the bits of each line, and what was expected in place of the most surprising token', async () => {
  const { run, tokens } = await explained(engine, POEM, EMBEDDED);
  const { bits, ranks } = await engine.surprisals(run);
  const { structuredContent } = await server.call('tokenscope_file_surprisal', { path: 'notes.md' });
  const { lines, surprising, complete } = structuredContent as unknown as Surprisal;
  assert.equal(complete, true);
  const start = POEM.indexOf('The river');
  const end = POEM.indexOf('She');
  const ofThird = tokens.map((_, i) => i).filter((i) => tokens[i].span.start >= start && tokens[i].span.start < end);
  const sum = ofThird.reduce((total, i) => total + bits[i], 0);
  assert.deepEqual(
    lines.map(({ line }) => line),
    [1, 2, 3, 4],
  );
  assert.ok(Math.abs(lines[2].bits - sum) < 1e-2, `${lines[2].bits} is not ${sum}`);
  assert.equal(lines[2].tokens, ofThird.length);
  const most = bits.indexOf(Math.max(...bits));
  const [first] = surprising;
  assert.equal(first.token, JSON.stringify(tokens[most].text));
  assert.equal(first.rank, ranks[most]);
  const expected = await engine.nextTokens(run, (most - 1) as TokenIndex, 3, SAMPLING);
  assert.deepEqual(
    first.expected.map(({ token }) => token),
    expected.candidates.map(({ text }) => JSON.stringify(text)),
  );
});

test('a file longer than the context is read in windows: the lines at its end are told, too', async () => {
  const lines = Array.from({ length: 300 }, (_, i) => `Line ${i}: the river was cold and the boat was red.`);
  writeFileSync(join(folder, 'app/long.md'), lines.join('\n'));
  const all = (await server.call('tokenscope_file_surprisal', { path: 'long.md', lines: 200 })).structuredContent;
  const read = all as unknown as Surprisal;
  const [tokens] = await engine.count([lines.join('\n')], { kind: 'folder', folder: EMBEDDED });
  assert.ok(tokens > 3 * 1024);
  assert.equal(read.tokens, tokens - 1);
  assert.deepEqual([read.firstLine, read.lastLine, read.linesInFile, read.complete], [1, 300, 300, true]);
  const few = (await server.call('tokenscope_file_surprisal', { path: 'long.md', lastLine: 50 })).structuredContent;
  assert.equal((few as unknown as Surprisal).lines.length, 40);
  const part = await server.call('tokenscope_file_surprisal', { path: 'long.md', firstLine: 290, lastLine: 292 });
  const some = part.structuredContent as unknown as Surprisal;
  assert.deepEqual(
    some.lines.map(({ line }) => line),
    [290, 291, 292],
  );
  for (const { line, bits } of some.lines)
    assert.ok(Math.abs(bits - bitsOf(read, line)) < 1e-2, 'read in the same windows');
});

test('what mattered: the engine’s own bits, and that they were measured by running again', async () => {
  const { run, tokens } = await explained(engine, PROMPT, EMBEDDED);
  const last = (tokens.length - 1) as TokenIndex;
  const [best] = (await engine.nextTokens(run, last, 1, SAMPLING)).candidates;
  const question = { outcome: { kind: 'next', after: last, id: best.id }, mode: 'leaveOut' } as const;
  let known = await engine.mattered(run, question, 60_000);
  while (known.left > 0) known = await engine.mattered(run, question, 60_000);
  const answer = await server.call('tokenscope_what_mattered', { text: PROMPT, without: 'leaveOut', seconds: 120 });
  const { kind, parts, bits, left } = answer.structuredContent as unknown as MatteredAnswer;
  assert.equal(kind, 'measured by running again');
  assert.match(textOf(answer), /^Measured by running again: \d+ readings/m);
  assert.equal(left, 0);
  assert.ok(Math.abs(bits - known.bits) < 1e-3);
  const sentence = known.parts.find((part) => part.kind === 'sentence');
  const start = tokens[sentence?.span.start ?? 0].span.start;
  const found = parts.find((part) => part.kind === 'sentence' && part.start === start);
  assert.ok(Math.abs((found?.bits ?? Number.NaN) - (sentence?.bits ?? 0)) < 1e-3);
});

test('what mattered for an answer that is given, and a prompt that is too long', async () => {
  const input = { text: PROMPT, answer: ' red boat', seconds: 1 };
  const { structuredContent } = await server.call('tokenscope_what_mattered', input);
  assert.equal(structuredContent?.answer, '" red boat"');
  const long = { text: 'The river was cold. '.repeat(400) };
  assert.match(
    await server.refusal('tokenscope_what_mattered', long),
    /longer than the context of the model, which is 1024/,
  );
  assert.match(await server.refusal('tokenscope_what_mattered', { text: '', answer: 'a' }), /No token of the prompt/);
});

for (const [name, input, pattern] of [
  ['tokenscope_count_tokens', {}, /either text or path/],
  ['tokenscope_count_tokens', { text: 'a', path: 'notes.md' }, /either text or path/],
  ['tokenscope_count_tokens', { text: 5 }, /input.text: 5 is no text/],
  ['tokenscope_count_tokens', { text: 'a', tokenizer: '/etc' }, /input.tokenizer: "\/etc" is not among/],
  ['tokenscope_next_tokens', {}, /input.text: undefined is no text/],
  ['tokenscope_next_tokens', { text: '' }, /nothing in the text/],
  ['tokenscope_next_tokens', { text: 'a', k: 1e9 }, /input.k/],
  ['tokenscope_what_mattered', { text: 'a b', seconds: 0.5 }, /input.seconds/],
  ['tokenscope_file_surprisal', { path: 'notes.md', firstLine: 9 }, /has 4 lines/],
  ['tokenscope_file_surprisal', { path: 'notes.md', firstLine: 3, lastLine: 2 }, /behind lastLine/],
  ['tokenscope_file_surprisal', { path: '../secret' }, /is not in the workspace/],
  ['tokenscope_count_tokens', { path: '/etc/hosts' }, /is not in the workspace/],
  ['tokenscope_file_surprisal', { path: 'src' }, /is a folder/],
  ['tokenscope_what_fills_context', { paths: ['..'] }, /is not in the workspace/],
  ['tokenscope_what_fills_context', { paths: [], budget: 0 }, /input.budget/],
] as const) {
  test(`refused in words: ${name} ${JSON.stringify(input)}`, async () => {
    assert.match(await server.refusal(name, input), pattern);
  });
}

test('a link out of the folder is refused', { skip: process.platform === 'win32' }, async () => {
  symlinkSync(join(folder, 'secret'), join(folder, 'app/link'));
  assert.match(await server.refusal('tokenscope_count_tokens', { path: 'link' }), /is not in the workspace/);
});

test('a tool that is not there is an error of the protocol', async () => {
  await assert.rejects(server.call('tokenscope_delete_everything', {}), /there is no tool/);
});

test('two calls at once both answer', async () => {
  const asked = [PROMPT, 'Once upon a'].map((text) => server.call('tokenscope_next_tokens', { text, k: 1 }));
  const [first, second] = await Promise.all(asked);
  const alone = await server.call('tokenscope_next_tokens', { text: PROMPT, k: 1 });
  assert.deepEqual(first.structuredContent, alone.structuredContent);
  assert.notDeepEqual(second.structuredContent, alone.structuredContent);
});

test('without --root the client is asked which folders are open', async (t) => {
  const client = newClient();
  client.registerCapabilities({ roots: {} });
  client.setRequestHandler(ListRootsRequestSchema, () => ({
    roots: [{ uri: pathToFileURL(join(folder, 'app')).href }],
  }));
  const rooted = await startServer(t, ['--model', TINY, '--tokenizer', 'cl100k_base'], { client });
  const { structuredContent } = await rooted.call('tokenscope_count_tokens', { path: 'notes.md' });
  assert.equal(structuredContent?.tokenizer, 'cl100k_base');
  assert.equal((await rooted.call('tokenscope_next_tokens', { text: 'a', k: 1 })).structuredContent?.model, 'gpt2');
  const rootless = await startServer(t, []);
  assert.match(await rootless.refusal('tokenscope_count_tokens', { path: 'notes.md' }), /was given no folder/);
  assert.equal((await rootless.call('tokenscope_count_tokens', { text: 'a' })).structuredContent?.tokens, 1);
});

interface Surprisal {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly linesInFile: number;
  readonly complete: boolean;
  readonly tokens: number;
  readonly lines: readonly { readonly line: number; readonly bits: number; readonly tokens: number }[];
  readonly surprising: readonly { token: string; rank: number; expected: readonly { token: string }[] }[];
}

interface FillsAnswer {
  readonly tokens: number;
  readonly over: number;
  readonly parts: readonly { readonly part: string; readonly tokens: number }[];
  readonly cut: readonly { readonly part: string }[];
  readonly leftOut: readonly unknown[];
}

interface MatteredAnswer {
  readonly kind: string;
  readonly bits: number;
  readonly left: number;
  readonly parts: readonly { readonly kind: string; readonly start: number; readonly bits: number }[];
}

function bitsOf({ lines }: Surprisal, line: number): number {
  return lines.find((one) => one.line === line)?.bits ?? Number.NaN;
}
