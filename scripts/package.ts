// npm run package: a VSIX for this platform, with this platform's native library and no other. --all makes one for each
// platform that there is a library for, on this machine. --quiet builds what goes into it and does not print the list.
import { cp, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { licencesOf } from './licences.ts';
import { checkVsix, libraryFolder, TARGETS, type Target } from './vsix.ts';
import { run } from './workbench/run.ts';

const ROOT = resolve(import.meta.dirname, '..');
const RUNTIME = 'onnxruntime-node';
const HERE = `${process.platform}-${process.arch}` as Target;
/**
 * What is left out: type declarations, what CUDA needs, and the second copy of the library for macOS, since npm knows no
 * links (the addon loads libonnxruntime.1.dylib).
 */
const NEEDLESS = /\.(map|d\.ts)$|cuda|tensorrt|\.lib$|\.\d+\.\d+\.\d+\.dylib$/i;
const quiet = process.argv.includes('--quiet');

if (!TARGETS.includes(HERE)) throw new Error(`${RUNTIME} has a library for ${TARGETS.join(', ')}, not for ${HERE}`);
await rm(join(ROOT, 'dist'), { recursive: true, force: true });
await run(process.execPath, ['esbuild.mjs', '--minify'], { cwd: ROOT });
await copyPackage(RUNTIME, ['package.json', 'dist']);
await copyPackage('onnxruntime-common', ['package.json', 'dist/cjs']);
await writeFile(join(ROOT, 'dist/THIRD_PARTY_LICENSES.txt'), await licencesOf(ROOT));
await mkdir(join(ROOT, 'out'), { recursive: true });
// This platform's comes last: its library stays in dist/, where the tests look for it.
const others = process.argv.includes('--all') ? TARGETS.filter((target) => target !== HERE) : [];
for (const target of [...others, HERE]) await makeVsix(target);

async function makeVsix(target: Target): Promise<void> {
  const file = join(ROOT, 'out', `tokenscope-${target}.vsix`);
  await rm(join(ROOT, 'dist/node_modules', RUNTIME, 'bin'), { recursive: true, force: true });
  await copyPackage(RUNTIME, [libraryFolder(target)]);
  const vsce = join(ROOT, 'node_modules/@vscode/vsce/vsce');
  const options = ['package', '--no-dependencies', '--target', target, '--out', file];
  const printed = await run(process.execPath, [vsce, ...options], { cwd: ROOT });
  checkVsix(file, target);
  if (!quiet && others.length === 0) console.log(printed);
  console.log(`packaged ${file.slice(ROOT.length + 1)}, ${((await stat(file)).size / 1e6).toFixed(1)} MB`);
}

/** onnxruntime stands beside the engine's bundle, where it is looked for: its JavaScript and one platform's library. */
async function copyPackage(name: string, parts: readonly string[]): Promise<void> {
  for (const part of parts) {
    await cp(join(ROOT, 'node_modules', name, part), join(ROOT, 'dist/node_modules', name, part), {
      recursive: true,
      filter: (file) => !NEEDLESS.test(file),
    });
  }
}
