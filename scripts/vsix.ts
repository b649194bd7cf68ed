// What a VSIX holds, and whether that is right for the platform that it was made for. Knows no build.
import { readFileSync, statSync } from 'node:fs';

/** Platforms as VS Code names them, for which onnxruntime-node brings a library. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'] as const;
export type Target = (typeof TARGETS)[number];

/** Open VSX takes no more than 256 MB; what people download should stay far below. */
export const MAX_BYTES = 90_000_000;

/** Where the library of a platform is looked for, below dist/node_modules/onnxruntime-node. */
export function libraryFolder(target: string): string {
  return `bin/napi-v6/${target.replace('-', '/')}`;
}

/** Names in a ZIP archive, from its central directory: APPNOTE.TXT 4.3.12. */
export function zipEntries(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const names: string[] = [];
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4, 'latin1')) {
    names.push(bytes.toString('utf8', at + 46, at + 46 + bytes.readUInt16LE(at + 28)));
  }
  return names;
}

/** What is wrong with the files of a package for that platform; empty where nothing is. */
export function libraryProblems(files: readonly string[], target: Target): readonly string[] {
  const own = `onnxruntime-node/${libraryFolder(target)}/`;
  const native = files.filter((file) => /\.(node|dll|dylib)$|\.so(\.\d+)*$/.test(file));
  const foreign = native.filter((file) => !file.includes(own)).map((file) => `${file} is of another platform`);
  const needed = ['onnxruntime_binding.node', target.startsWith('win32') ? 'onnxruntime.dll' : 'libonnxruntime.'];
  const missing = needed.filter((name) => !native.some((file) => file.includes(own + name)));
  return [...foreign, ...missing.map((name) => `${own}${name} is missing`)];
}

/** Throws where the package holds another platform's library, lacks its own, or is too large. */
export function checkVsix(file: string, target: Target): void {
  const problems = [...libraryProblems(zipEntries(file), target)];
  const { size } = statSync(file);
  if (size > MAX_BYTES) problems.push(`it has ${size} bytes, more than ${MAX_BYTES}`);
  if (problems.length > 0) throw new Error(`${file}:\n  ${problems.join('\n  ')}`);
}
