// npm run package: a VSIX for this platform, with this platform's native library and no other. --quiet builds what goes
// into it and does not print the list.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { run } from './workbench/run.ts';

const ROOT = resolve(import.meta.dirname, '..');
const quiet = process.argv.includes('--quiet');
export const VSIX = join(ROOT, 'out', `tokenscope-${process.platform}-${process.arch}.vsix`);

await rm(join(ROOT, 'dist'), { recursive: true, force: true });
await run(process.execPath, ['esbuild.mjs', '--minify'], { cwd: ROOT });
await copyRuntime();
await writeLicences();
await mkdir(join(ROOT, 'out'), { recursive: true });
const target = `${process.platform}-${process.arch}`;
const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
const printed = await run(process.execPath, [vsce, 'package', '--no-dependencies', '--target', target, '--out', VSIX], {
  cwd: ROOT,
});
console.log(quiet ? `packaged ${VSIX.slice(ROOT.length + 1)}` : printed);

/** onnxruntime beside the engine's bundle, where it is looked for: its JavaScript and one platform's library. */
async function copyRuntime(): Promise<void> {
  const platform = join('bin/napi-v6', process.platform, process.arch);
  await copyPackage('onnxruntime-node', ['package.json', 'dist', platform]);
  await copyPackage('onnxruntime-common', ['package.json', 'dist/cjs']);
}

async function copyPackage(name: string, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    const isLibrary = (file: string) => !/\.(map|d\.ts)$|cuda|tensorrt|\.lib$/i.test(file);
    await cp(join(ROOT, 'node_modules', name, part), join(ROOT, 'dist/node_modules', name, part), {
      recursive: true,
      filter: isLibrary,
    });
  }
}

/** The licence of every package that a bundle took something from, found by the bundler's own list of inputs. */
async function writeLicences(): Promise<void> {
  const metafiles = JSON.parse(await readFile(join(ROOT, 'dist/meta.json'), 'utf8')) as {
    inputs: Record<string, unknown>;
  }[];
  const inputs = metafiles.flatMap(({ inputs: one }) => Object.keys(one));
  const packages = inputs
    .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
    .filter((name) => name !== undefined);
  const texts: string[] = [];
  for (const name of [...new Set([...packages, 'onnxruntime-node', 'onnxruntime-common'])].sort())
    texts.push(await licenceOf(name));
  await writeFile(join(ROOT, 'dist/THIRD_PARTY_LICENSES.txt'), texts.join(`\n\n${'='.repeat(80)}\n\n`));
}

async function licenceOf(name: string): Promise<string> {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? await readFile(join(folder, file), 'utf8') : `${license} (the package has no licence file)`;
  return `${name} ${version}, ${license}\n\n${text.trim()}`;
}
