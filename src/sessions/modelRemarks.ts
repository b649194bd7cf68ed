// In what the model that reads a session now differs from the one that it was saved with, in sentences. Knows no file.
import * as vscode from 'vscode';
import type { ModelInfo } from '../contract/engineApi.ts';
import type { SessionFile, SessionModel, SessionModelFile } from '../contract/session.ts';

const { t } = vscode.l10n;

/** How the session is read now. */
export interface ReadNow {
  readonly model: ModelInfo;
  /** As the page names it, and whether it came with Tokenscope. */
  readonly name: string;
  readonly isEmbedded: boolean;
  readonly tokens: readonly { readonly id: number }[];
  readonly version: string;
  /** undefined until they are read. */
  readonly files: readonly SessionModelFile[] | undefined;
}

export function modelRemarks({ model: saved, text, tokenscope }: SessionFile, now: ReadNow): readonly string[] {
  const { model, name, version, files } = now;
  const remarks = [
    isOther(saved, now) && t('It was saved with {0}; now {1} reads it.', nameOfSaved(saved), name),
    !hasTokens(text.ids, now) &&
      t(
        'The text is cut into other tokens now. What names tokens by their places or ids was left out: selection, generated tokens, changes and numbers.',
      ),
    ...runningRemarks(saved, model),
    tokenscope !== version && t('It was saved by Tokenscope {0}; this is {1}.', tokenscope, version),
    ...(files ? fileRemarks(saved.files, files) : []),
  ];
  return remarks.filter((one) => one !== false);
}

/** As the page would name it: the embedded one has another name in every language. */
export function nameOfSaved({ name, isEmbedded }: SessionModel): string {
  return isEmbedded ? t('embedded model') : name;
}

function isOther(saved: SessionModel, { model, name, isEmbedded }: ReadNow): boolean {
  if (saved.isEmbedded !== isEmbedded || saved.architecture !== model.architecture) return true;
  return !isEmbedded && saved.name !== name;
}

/** Whether the text has the tokens that it was saved with, so that places in it still mean the same. */
export function hasTokens(ids: readonly number[], { tokens }: Pick<ReadNow, 'tokens'>): boolean {
  return ids.length === tokens.length && ids.every((id, i) => id === tokens[i].id);
}

function runningRemarks(saved: SessionModel, { precision, provider, remote }: ModelInfo): readonly (string | false)[] {
  const isRemote = remote !== undefined;
  if (saved.isRemote !== isRemote)
    return [
      isRemote
        ? t('It ran on this machine when it was saved, and on a server now.')
        : t('It ran on a server when it was saved, and on this machine now.'),
    ];
  if (isRemote) return [];
  return [
    saved.precision !== precision?.kept &&
      t(
        'Other precision: the weights were kept as {0}, and are now as {1}.',
        saved.precision ?? '–',
        precision?.kept ?? '–',
      ),
    saved.provider !== provider?.used &&
      t('It ran on {0}, and runs on {1} now.', saved.provider ?? '–', provider?.used ?? '–'),
  ];
}

function fileRemarks(saved: readonly SessionModelFile[], files: readonly SessionModelFile[]): readonly string[] {
  const here = new Map(files.map((file) => [file.name, file]));
  const other = saved.filter((one) => isOtherFile(one, here.get(one.name)));
  if (other.length > 0)
    return [t('Not the files that it was saved with: {0}.', other.map(({ name }) => name).join(t(', ')))];
  const isKnown = saved.every(({ name, sha256 }) => sha256 !== undefined && here.get(name)?.sha256 !== undefined);
  return [
    isKnown && saved.length > 0
      ? t('Weights and tokenizer are the same files (SHA-256).')
      : t('Whether weights and tokenizer are the same files is not known: their checksums were not computed.'),
  ];
}

function isOtherFile(saved: SessionModelFile, here: SessionModelFile | undefined): boolean {
  if (!here || here.bytes !== saved.bytes) return true;
  return saved.sha256 !== undefined && here.sha256 !== undefined && saved.sha256 !== here.sha256;
}
