// Reads a vector from a file that the user chooses: a list of numbers in JSON, or what Save Direction writes. Knows no model.
import * as vscode from 'vscode';
import { isRecord } from '../contract/isRecord.ts';
import { MOST_IN_VECTOR } from '../contract/limits.ts';
import type { OpenedVector } from '../contract/webviewApi.ts';

/** A number takes at most so many characters; a file with more of them holds something else, and is not read. */
const LONGEST_NUMBER = 64;

/** undefined where the user declines. Never rejects: what is wrong with a file is said in words. */
export async function openVector(length: number): Promise<OpenedVector | undefined> {
  const { t } = vscode.l10n;
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('A Vector of {0} Numbers', length),
      filters: { JSON: ['json'] },
    })) ?? [];
  return file && (await vectorOf(file, length));
}

export async function vectorOf(file: vscode.Uri, length: number): Promise<OpenedVector> {
  const { t } = vscode.l10n;
  const name = file.path.split('/').at(-1) ?? '';
  const wanted = t('It has to hold a list of {0} numbers in JSON.', length);
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > 10_000 + length * LONGEST_NUMBER) return { problem: t('{0} is too large. {1}', name, wanted) };
    const values = valuesIn(JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(file))));
    if (!values) return { problem: t('{0} holds no list of numbers. {1}', name, wanted) };
    if (values.length !== length)
      return {
        problem: t('{0} holds {1} numbers, and the stream of this model is {2} wide.', name, values.length, length),
      };
    return { name, values };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { problem: t('{0} cannot be read: {1}. {2}', name, reason, wanted) };
  }
}

function valuesIn(content: unknown): readonly number[] | undefined {
  const list: unknown = isRecord(content) ? content.values : content;
  const isNumber = (value: unknown) => typeof value === 'number' && Math.abs(value) <= MOST_IN_VECTOR; // not NaN either
  return Array.isArray(list) && list.every(isNumber) ? list : undefined;
}
