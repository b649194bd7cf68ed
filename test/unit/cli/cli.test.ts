// `npm run explain`, as a process where what is said is not all there is to it.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { EMBEDDED, TINY } from '../engine/engineProcess.ts';
import { startInferenceServer } from '../runtime/remote/inferenceServer.ts';
import { said } from './cliEngine.ts';
import { cli, ROOT } from './cliProcess.ts';

async function embeddedConfig(): Promise<Readonly<Record<'n_layer' | 'n_head' | 'n_embd', number>>> {
  return JSON.parse(await readFile(join(EMBEDDED, 'config.json'), 'utf8'));
}

test('prints the tokens and what comes next', async () => {
  const { code, out } = await cli('--text', 'Once upon a time', '--generate', '3');
  assert.equal(code, 0);
  const { n_layer: layers, n_head: heads, n_embd: width } = await embeddedConfig();
  assert.ok(out.startsWith(`model (gpt2): ${layers} layers × ${heads} heads, width ${width}`), out);
  assert.match(out, /"Once"\n.*" upon"\n.*" a"\n.*" time"/);
  assert.match(out, /continued: ".+"/);
});

test('--json holds everything but the raw attention, the same twice', async () => {
  const args = ['--text', '蘋果', '--generate', '2', '--json'];
  const [first, second] = (await Promise.all([cli(...args), said(...args)])).map(({ out }) => JSON.parse(out));
  assert.equal(first.model.folder, EMBEDDED);
  const n = first.tokens.length;
  assert.deepEqual([first.next.length, first.vectors.length, first.steps.length], [n, n, 2]);
  const { n_layer: layers, n_embd: width } = await embeddedConfig();
  assert.equal(first.vectors[0].residual.values.length, (layers + 1) * width);
  assert.deepEqual([first.tokens, first.next, first.vectors], [second.tokens, second.next, second.vectors]);
  assert.ok(!JSON.stringify(Object.keys(first.steps[0])).includes('attention'));
});

// In processes of their own, as an open model does not read its files again.
test('generating stops where the model ends the text, and the report says so', async () => {
  const folder = await copyOf('gpt2');
  const made = async (...args: string[]) => await cli('--text', 'the', '--generate', '4', '--model', folder, ...args);
  await writeFile(join(folder, 'generation_config.json'), '{"eos_token_id": null}');
  await editJson(join(folder, 'config.json'), (config) => Object.assign(config, { eos_token_id: null }));
  const { steps: all } = JSON.parse((await made('--json')).out);
  assert.equal(all.length, 4);
  const ids: readonly number[] = all.map((step: { token: { id: number } }) => step.token.id);
  const end = ids.indexOf(ids[1]) + 1;
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify({ eos_token_id: [ids[1], 5] }));
  const { steps } = JSON.parse((await made('--json')).out);
  assert.deepEqual(
    steps,
    all.slice(0, end).map((step: object, i: number) => ({ ...step, ...steps[i] })),
  );
  assert.equal(steps.length, end);
  assert.equal(steps.at(-1).endsText, true);
  assert.match((await made()).out, /continued: .*\nthe model ends the text here, with \S+$/m);
});

test('--export-triton writes what --remote runs, with the same result', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const repository = join(folder, 'tiny');
  const exported = await said('--export-triton', repository, '--model', TINY);
  assert.equal(exported.code, 0, exported.err);
  assert.match(exported.out, /tiny: 5 models, \d+ bytes of weights\ntritonserver --model-repository=/);
  const server = await startInferenceServer(repository, { binary: true });
  const text = ['--text', 'the cat sat', '--generate', '3', '--json'];
  const there = JSON.parse((await said(...text, '--model', repository, '--remote', server.url)).out);
  const here = JSON.parse((await said(...text, '--model', TINY)).out);
  await server.close();
  await rm(folder, { recursive: true });
  assert.equal(there.model.remote, new URL(server.url).host);
  assert.equal(here.model.remote, undefined);
  const story = ({ steps }: { steps: { token: { id: number } }[] }) => steps.map(({ token }) => token.id);
  assert.deepEqual(story(there), story(here));
  assert.equal((await said('--export-triton', TINY, '--model', TINY)).code, 1);
});

test('says what is wrong and how it is used', async () => {
  const missing = await cli('--text', 'x', '--model', resolve(TINY, 'nowhere'));
  assert.equal(missing.code, 1);
  assert.match(missing.err, /could not explain: file-missing\n {2}file: .*nowhere.*config\.json/);
  const usage = await cli('--text', 'x', '--generate', 'many');
  assert.equal(usage.code, 2);
  assert.match(usage.err, /--generate needs a number from 0 on, not "many"\nusage: npm run explain/);
  assert.equal((await cli()).code, 2);
});

test('--help and --version are what was asked for', async () => {
  const [help, version] = await Promise.all([cli('--help'), cli('--version')]);
  assert.deepEqual([help.code, help.err, version.code, version.err], [0, '', 0, '']);
  for (const option of ['--tokens', '--count', '--chat', '--export-triton', 'exit codes: 0 done; 1 it failed'])
    assert.ok(help.out.includes(option), option);
  const { version: number } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  assert.equal(version.out, `tokenscope ${number}, Node ${process.version}, ${process.platform}-${process.arch}\n`);
});

const WRONG: readonly [args: readonly string[], says: RegExp][] = [
  [['--nonsense'], /Unknown option '--nonsense'/],
  [['some', 'text'], /"some" belongs to no option/],
  [['--count'], /--count needs files/],
  [['--count', 'README.md', '--generate', '3'], /--generate does not go with --count/],
  [['--tokens'], /--text is missing/],
  [['--chat'], /--chat/],
  [['--text', 'x', '--tokenizer', 'r50k_base'], /--tokenizer does not go with --text/],
  [['--tokens', '--text', 'x', '--tokenizer', 'gpt-9'], /"gpt-9", neither a folder nor one of o200k_base/],
  [['--tokens', '--text', 'x', '--tokenizer', 'r50k_base', '--model', '.'], /does not go with --model/],
];
for (const [args, says] of WRONG) {
  test(`refuses ${args.join(' ')}`, async () => {
    const { code, out, err } = await said(...args);
    assert.deepEqual([code, out], [2, '']);
    assert.match(err.split('\n')[0], says);
  });
}

test('--tokens needs no weights', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  await writeFile(join(folder, 'tokenizer.json'), await readFile(join(TINY, 'tokenizer.json')));
  const { code, out } = await said('--tokens', '--text', 'the cat', '--tokenizer', folder, '--json');
  await rm(folder, { recursive: true });
  assert.equal(code, 0);
  const { tokens } = JSON.parse(out);
  assert.equal(tokens.map(({ text }: { text: string }) => text).join(''), 'the cat');
  // The ids are tiktoken's.
  const openAi = await said('--tokens', '--text', 'Hello world', '--tokenizer', 'o200k_base');
  assert.match(openAi.out, /^2 tokens\n\n.*\n.* 13225 {2}"Hello"\n.* 2375 {2}" world"\n$/);
});

test('--count counts what the editor counts, section by section', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  const [markdown, plain] = [join(folder, 'a.md'), join(folder, 'b.txt')];
  await writeFile(markdown, '---\r\na: b\r\n---\r\n# One\r\ntext here\r\n\r\nmore\r\n## Two\r\nlast');
  await writeFile(plain, '# one\n\ntwo');
  const { code, out } = await said('--count', markdown, plain, '--tokenizer', 'cl100k_base');
  await rm(folder, { recursive: true });
  assert.equal(code, 0);
  const [first, second] = JSON.parse(out);
  assert.deepEqual([first.file, first.tokenizer], [markdown, 'cl100k_base']);
  const placed = (blocks: readonly { heading?: string; firstLine: number; lastLine: number }[]) =>
    blocks.map(({ heading, firstLine, lastLine }) => [heading, firstLine, lastLine]);
  assert.deepEqual(placed(first.sections), [
    ['# One', 4, 9],
    ['## Two', 8, 9],
  ]);
  assert.deepEqual(
    placed(first.paragraphs).map(([, from, to]) => [from, to]),
    [
      [1, 3],
      [5, 5],
      [7, 7],
      [9, 9],
    ],
  );
  assert.deepEqual(placed(second.sections), []);
  // By hand: "# one" is #, one; "two" is one token; and the two line breaks are one more.
  assert.deepEqual([second.tokens, ...second.paragraphs.map(({ tokens }: { tokens: number }) => tokens)], [4, 2, 1]);
  assert.equal((await said('--count', plain)).code, 1);
});

test('--context prints what fills a context, as Markdown and as JSON', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  await writeFile(join(folder, 'a.md'), '# One | two\n\nthree four\n');
  await writeFile(join(folder, 'b.txt'), 'five');
  const args = ['--context', folder, '--tokenizer', 'r50k_base'];
  const { out } = await said(...args, '--budget', '100', '--exclude', '*.bin');
  const { tokens, nodes } = JSON.parse((await said(...args, '--json')).out);
  await rm(folder, { recursive: true });
  assert.ok(
    out.startsWith(`**${tokens} tokens** (${tokens}.0 % of the budget of 100), counted with r50k_base\n\n| Part |`),
    out,
  );
  assert.match(out, /\n\| &emsp;&emsp;`One \\\| two` \| \d+ \| [\d.]+ % \| \|\n/);
  assert.deepEqual(
    nodes[0].children.map(({ label }: { label: string }) => label),
    ['a.md', 'b.txt'],
  );
  assert.equal((await said('--context')).code, 2);
});

test('--chat writes a conversation as the template does', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cli-'));
  await writeFile(join(folder, 'tokenizer.json'), await readFile(join(TINY, 'tokenizer.json')));
  const template = "{% for m in messages %}{{ m['role'] + ': ' + m['content'] + '\n' }}{% endfor %}assistant:";
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template: template }));
  const file = join(folder, 'chat.json');
  await writeFile(file, JSON.stringify({ messages: [{ role: 'user', content: 'the cat' }] }));
  const { text, tokens, messages } = JSON.parse((await said('--chat', file, '--model', folder, '--json')).out);
  assert.equal(text, 'user: the cat\nassistant:');
  assert.ok(tokens.length > 3);
  assert.equal(messages[0].role, 'user');
  assert.ok(messages[0].said > 0 && messages[0].said < messages[0].tokens);
  await writeFile(file, JSON.stringify([{ role: 'wizard', content: 'x' }]));
  const wrong = await said('--chat', file, '--model', folder);
  await rm(folder, { recursive: true });
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /conversation-invalid\n.*chat\.json\n.*\$\[0\]\n.*has the role "wizard", none of system, /);
});
