// What ships: the files in each bundle and in the VSIX, which `npm run package` makes.
import assert from 'node:assert/strict';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { SEPARATOR, shippedPackages } from '../../scripts/licences.ts';
import { libraryProblems, MAX_BYTES, nameProblems, TARGETS, zipEntries } from '../../scripts/vsix.ts';
import { markupOfLanguage } from '../../src/blocks/markup.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Output {
  readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
  readonly bytes: number;
}

interface Metafile {
  readonly outputs: Readonly<Record<string, Output>>;
}
const metafiles = JSON.parse(readFileSync(join(ROOT, 'dist/meta.json'), 'utf8')) as Metafile[];

function bundle(file: string) {
  const found = metafiles.map(({ outputs }) => outputs[file]).find((output) => output !== undefined);
  return found ?? assert.fail(`${file} was not built`);
}

/** The file and all that it imports, at once or, where that is asked, also later. */
function withImports(file: string, later: boolean, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const { path, kind } of bundle(file).imports) {
    if (kind === 'import-statement' || later) withImports(path, later, found);
  }
  return found;
}

for (const file of ['dist/panel.js', 'dist/side.js', 'dist/context.js', 'dist/modelFile.js']) {
  test(`${file} holds nothing of the extension or the engine but what their contract says`, () => {
    const inputs = [...withImports(file, true)].flatMap((one) => Object.keys(bundle(one).inputs));
    assert.ok(inputs.some((input) => input.startsWith('webview/')));
    assert.deepEqual(
      inputs.filter((input) => /^src\/(?!contract\/)/.test(input)),
      [],
    );
  });
}

test('the button in the title of editors is there for the languages that counts are shown in', () => {
  const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const [{ when }] = contributes.menus['editor/title'];
  assert.match(when, /^resourceLangId in tokenscope\.countedLanguages /);
  const { default: languages } = contributes.configuration.properties['tokenscope.countedLanguages'];
  const sections = languages.filter((id: string) => markupOfLanguage(id) !== 'plain');
  assert.deepEqual(languages.length - sections.length, 1, 'plain text alone has no sections');
});

test('what the panel needs for its first sight is smaller than 400 KB, and the Lab comes later', () => {
  const files = [...withImports('dist/panel.js', false)];
  assert.ok(files.reduce((sum, file) => sum + bundle(file).bytes, 0) < 400_000);
  const inputs = (of: readonly string[]) => of.flatMap((file) => Object.keys(bundle(file).inputs));
  assert.ok(!inputs(files).includes('webview/lab/allTools.ts'));
  assert.ok(inputs([...withImports('dist/panel.js', true)]).includes('webview/lab/allTools.ts'));
});

test('the extension holds neither onnxruntime nor a tokenizer nor a Transformer', () => {
  const inputs = Object.keys(bundle('dist/extension.js').inputs);
  assert.ok(inputs.includes('src/extension.ts'));
  assert.deepEqual(
    inputs.filter((input) =>
      /onnx|tokenizers|gpt-tokenizer|src\/(checkpoint|tokenizer|runtime|transformer|explain)\//.test(input),
    ),
    [],
  );
});

test('the extension begins without the tables of entities, which would take longer than all the rest of it', () => {
  const { inputs } = bundle('dist/extension.js');
  assert.ok(Object.keys(inputs).some((input) => input.includes('node_modules/commonmark/')));
  assert.deepEqual(
    Object.keys(inputs).filter((input) => input.includes('node_modules/entities/')),
    [],
  );
});

test('the engine loads onnxruntime and each encoding only when asked for', () => {
  const inputs = Object.keys(bundle('dist/engine.js').inputs);
  assert.ok(inputs.includes('src/engine/server.ts'));
  assert.deepEqual(
    inputs.filter((input) => /src\/runtime\/onnxSession|src\/transformer\/transformer|bpeRanks/.test(input)),
    [],
  );
});

test('what runs the Transformer brings no runtime along: an engine that works remotely loads none', () => {
  const outputs = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs)) as Metafile['outputs'];
  const holding = (input: string) =>
    Object.keys(outputs).find((file) => input in outputs[file].inputs) ?? assert.fail(`${input} is in no bundle`);
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const { path, kind } of outputs[file]?.imports ?? []) if (kind === 'import-statement') load(path);
  };
  for (const input of ['src/transformer/transformer.ts', 'src/runtime/remote/remoteRuntime.ts']) load(holding(input));
  assert.ok(!loaded.has(holding('src/runtime/onnxSession.ts')));
  assert.ok(!loaded.has('onnxruntime-node'));
});

test('the package holds what it needs, for one platform, and nothing of the workshop', () => {
  const vsix = join(ROOT, 'out', `tokenscope-${process.platform}-${process.arch}.vsix`);
  const files = zipEntries(vsix);
  const needed = [
    'package.json',
    'LICENSE.txt',
    'readme.md',
    'changelog.md',
    'l10n/bundle.l10n.zh-tw.json',
    'media/model/model.safetensors',
    'dist/engine.js',
    'dist/THIRD_PARTY_LICENSES.txt',
  ];
  assert.deepEqual(
    needed.filter((file) => !files.includes(`extension/${file}`)),
    [],
  );
  const platforms = new Set(
    files.map((file) => /napi-v6\/([^/]+\/[^/]+)\//.exec(file)?.[1]).filter((platform) => platform !== undefined),
  );
  assert.deepEqual([...platforms], [`${process.platform}/${process.arch}`]);
  assert.deepEqual(
    files.filter((file) =>
      /\/(src|webview|test|scripts|training|docs|media\/readme|\.\w[^/]*)\/|\.map$|\.ts$|cuda|tensorrt/i.test(file),
    ),
    [],
  );
  assert.deepEqual(
    files.filter((file) => /^extension\/[^/]+$/.test(file)).sort(),
    ['LICENSE.txt', 'changelog.md', 'package.json', 'package.nls.json', 'package.nls.zh-tw.json', 'readme.md'].map(
      (file) => `extension/${file}`,
    ),
  );
  assert.ok(statSync(vsix).size < MAX_BYTES);
});

test('the text of the licence of everything that others wrote is in the package', () => {
  const text = readFileSync(join(ROOT, 'dist/THIRD_PARTY_LICENSES.txt'), 'utf8');
  const sections = new Map(text.split(SEPARATOR).map((section) => [section.slice(0, section.indexOf(' ')), section]));
  const beside = globSync('dist/node_modules/{@*/*,[!@]*}/package.json', { cwd: ROOT }).map((file) =>
    file.replaceAll('\\', '/').slice('dist/node_modules/'.length, -'/package.json'.length),
  );
  const packages = new Set([...shippedPackages(metafiles), ...beside]);
  assert.ok(packages.has('lit') && packages.has('gpt-tokenizer') && packages.has('onnxruntime-node'));
  for (const name of packages) {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'));
    const section = sections.get(name) ?? assert.fail(`${name} is missing`);
    assert.ok(section.startsWith(`${name} ${version}, `), name);
    assert.match(section, /copyright/i, name);
    assert.match(
      section,
      /permission .{0,20}is hereby granted|permission to use|redistribution and use|apache license/i,
      name,
    );
  }
});

const LIBRARY = {
  linux: ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  win32: ['onnxruntime.dll', 'DirectML.dll', 'onnxruntime_binding.node'],
  darwin: ['libonnxruntime.1.dylib', 'onnxruntime_binding.node'],
};

for (const target of TARGETS) {
  const [platform, arch] = target.split('-') as [keyof typeof LIBRARY, string];
  const filesOf = (name: keyof typeof LIBRARY, processor: string) =>
    LIBRARY[name].map(
      (file) => `extension/dist/node_modules/onnxruntime-node/bin/napi-v6/${name}/${processor}/${file}`,
    );
  const own = ['extension/dist/engine.js', ...filesOf(platform, arch)];

  test(`a package for ${target} holds its own native library`, () => {
    assert.deepEqual(libraryProblems(own, target), []);
    assert.equal(libraryProblems(['extension/dist/engine.js'], target).length, 2);
  });

  test(`a package for ${target} holds no other native library`, () => {
    const [name, processor] = target === 'linux-x64' ? (['darwin', 'arm64'] as const) : (['linux', 'x64'] as const);
    const foreign = filesOf(name, processor);
    assert.deepEqual(
      libraryProblems([...own, ...foreign], target),
      foreign.map((file) => `${file} is of another platform`),
    );
  });
}

for (const name of [
  'a\\b.js',
  'a:b.js',
  'media/what?.md',
  'dist./a.js',
  'media/a ',
  'dist/aux.js',
  `a/${'b'.repeat(150)}`,
]) {
  test(`a package holds no file that Windows refuses: ${name.slice(0, 20)}`, () => {
    assert.deepEqual(nameProblems(['extension/dist/engine.js', name]), [`Windows cannot hold ${name}`]);
  });
}

test('a package holds no two files that Windows takes for one', () => {
  assert.deepEqual(nameProblems(['media/Logo.png', 'media/logo.png', 'media/logo2.png']), [
    'Windows cannot hold media/logo.png',
  ]);
});
