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

/** Names in a ZIP archive, from its central directory: APPNOTE.TXT 4.3.12 and 4.3.16. */
export function zipEntries(file: string): readonly string[] {
  const bytes = readFileSync(file);
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  const names: string[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    names.push(bytes.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + extra + comment;
  }
  return names;
}

/** What onnxruntime_binding.node loads. */
const LIBRARY = { linux: 'libonnxruntime.so.1', win32: 'onnxruntime.dll', darwin: 'libonnxruntime.1.dylib' };

/** What is wrong with the files of a package for that platform; empty where nothing is. */
export function libraryProblems(files: readonly string[], target: Target): readonly string[] {
  const own = `onnxruntime-node/${libraryFolder(target)}/`;
  const native = files.filter((file) => /\.(node|dll|dylib)$|\.so(\.\d+)*$/.test(file));
  const foreign = native.filter((file) => !file.includes(own)).map((file) => `${file} is of another platform`);
  const needed = ['onnxruntime_binding.node', LIBRARY[target.split('-')[0] as keyof typeof LIBRARY]];
  const missing = needed.filter((name) => !native.some((file) => file.endsWith(own + name)));
  return [...foreign, ...missing.map((name) => `${own}${name} is missing`)];
}

/** Windows takes 260 characters; the folder of an installed extension has about a hundred. */
const MAX_NAME = 150;

/** Names of files that Windows cannot hold, or takes for one another. Packages are made where both would work. */
export function nameProblems(files: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return files.flatMap((file) => {
    const twice = seen.has(file.toLowerCase());
    seen.add(file.toLowerCase());
    const refused = /[<>:"\\|?*]|[. ](\/|$)|(^|\/)(con|prn|aux|nul|com\d|lpt\d)(\.|\/|$)/i.test(file);
    return twice || refused || file.length > MAX_NAME ? [`Windows cannot hold ${file}`] : [];
  });
}

/** Throws where the package holds another platform's library, lacks its own, cannot be unpacked or is too large. */
export function checkVsix(file: string, target: Target): void {
  const files = zipEntries(file);
  const problems = [...libraryProblems(files, target), ...nameProblems(files)];
  const { size } = statSync(file);
  if (size > MAX_BYTES) problems.push(`it has ${size} bytes, more than ${MAX_BYTES}`);
  if (problems.length > 0) throw new Error(`${file}:\n  ${problems.join('\n  ')}`);
}
