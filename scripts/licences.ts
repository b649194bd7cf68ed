// The licences of everything in the VSIX that others wrote. Knows the build's list of inputs, and no build.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in dist/node_modules beside the bundles. */
const BESIDE = ['onnxruntime-node', 'onnxruntime-common'];

/**
 * Packages that are published without the text of their licence, which has to go along: who has the copyright, by the
 * LICENSE file of their repositories (microsoft/onnxruntime, microsoft/vscode-l10n).
 */
const WITHOUT_TEXT: Readonly<Record<string, string>> = {
  '@vscode/l10n': 'Copyright (c) Microsoft Corporation.',
  'onnxruntime-common': 'Copyright (c) Microsoft Corporation',
  'onnxruntime-node': `Copyright (c) Microsoft Corporation

The library holds parts of other projects, whose notices are
https://github.com/microsoft/onnxruntime/blob/main/ThirdPartyNotices.txt`,
};

export interface Metafile {
  readonly outputs: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>
  >;
}

/** The packages that the bundles took something from, and those beside them, sorted. */
export function shippedPackages(metafiles: readonly Metafile[]): readonly string[] {
  const inputs = metafiles.flatMap(({ outputs }) => Object.values(outputs).flatMap((one) => Object.keys(one.inputs)));
  // The innermost folder counts: a package may have brought its own copy of another.
  const bundled = inputs.map((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set([...bundled.filter((name) => name !== undefined), ...BESIDE])].sort();
}

/** The text of dist/THIRD_PARTY_LICENSES.txt. Throws where a package has no text and none is known. */
export async function licencesOf(root: string): Promise<string> {
  const metafiles: readonly Metafile[] = JSON.parse(await readFile(join(root, 'dist/meta.json'), 'utf8'));
  const texts: string[] = [];
  for (const name of shippedPackages(metafiles)) texts.push(await licenceOf(join(root, 'node_modules', name), name));
  return texts.join(SEPARATOR);
}

export const SEPARATOR = `\n\n${'='.repeat(80)}\n\n`;

async function licenceOf(folder: string, name: string): Promise<string> {
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((one) => /^(?:licen[cs]e|notice)/i.test(one));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const text = texts.length > 0 ? texts.join('\n\n') : mitOf(name, license);
  return `${name} ${version}, ${license}\n\n${text.trim()}`;
}

function mitOf(name: string, license: string): string {
  const copyright = WITHOUT_TEXT[name];
  if (license === 'MIT' && copyright) return `MIT License\n\n${copyright}\n\n${MIT}`;
  throw new Error(`${name} (${license}) comes without the text of its licence: see scripts/licences.ts`);
}

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
