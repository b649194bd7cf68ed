// Bundles the seven programs: extension, engine and MCP server for Node, panel, side view, Context X-ray and the editor of
// models' files for the browser.
// --watch rebuilds on change; --minify for the package. The metafile is written for the tests of who may know whom.
import { readFile, writeFile } from 'node:fs/promises';
import * as esbuild from 'esbuild';

const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
/** The oldest Node that VS Code's hosts bring along: package.json says which, a test runs the engine on it. */
const node = `node${engines.node.replace('>=', '')}`;
const watch = process.argv.includes('--watch');
const shared = {
  bundle: true,
  metafile: true,
  outdir: 'dist',
  sourcemap: true,
  minify: process.argv.includes('--minify'),
  logLevel: 'info',
  format: 'esm',
};
/**
 * commonmark.js is used for the structure of blocks only, and the CommonJS form of jsonc-parser requires its own files in a
 * way that cannot be bundled.
 */
const alias = { entities: './scripts/undecodedEntities.ts', 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' };
/** Packages in the bundles that are CommonJS call require for what Node brings. */
const banner = {
  js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
};
const browser = { ...shared, platform: 'browser', target: 'chrome128' };
const targets = [
  { ...shared, alias, entryPoints: ['src/extension.ts'], platform: 'node', target: node, external: ['vscode'] },
  {
    ...shared,
    alias,
    // The worker's bundle stands beside the engine's, where src/context/countFiles.ts looks for it.
    entryPoints: { engine: 'src/engine/server.ts', countWorker: 'src/context/countWorker.ts' },
    chunkNames: 'engine-[name]-[hash]',
    splitting: true,
    platform: 'node',
    target: node,
    external: ['onnxruntime-node'],
    banner,
  },
  { ...shared, alias, entryPoints: ['src/mcp/main.ts'], entryNames: 'mcp', platform: 'node', target: node, banner },
  { ...browser, entryPoints: ['webview/panel.ts'], chunkNames: 'panel-[name]-[hash]', splitting: true },
  { ...browser, entryPoints: ['webview/side.ts'] },
  { ...browser, entryPoints: ['webview/context.ts'] },
  { ...browser, entryPoints: ['webview/modelFile.ts'] },
];

if (watch) {
  for (const target of targets) await (await esbuild.context(target)).watch();
} else {
  const results = await Promise.all(targets.map((target) => esbuild.build(target)));
  await writeFile('dist/meta.json', JSON.stringify(results.map((result) => result.metafile)));
}
