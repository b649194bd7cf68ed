// The command Context X-ray: what is to be looked at is chosen here, or in the explorer. Knows no report.
import * as vscode from 'vscode';
import type { ContextSubject } from '../contract/contextApi.ts';
import { isOnDisk } from '../editor/onDisk.ts';

const { t } = vscode.l10n;

interface Choice extends vscode.QuickPickItem {
  readonly subject?: () => Promise<ContextSubject | undefined>;
}

/** Asks what is to be looked at; undefined where the user declines. What is not possible here is not offered. */
export async function chooseSubject(): Promise<ContextSubject | undefined> {
  const choices = await choicesHere();
  const chosen = await vscode.window.showQuickPick(choices, {
    title: t('Context X-ray'),
    placeHolder: placeHolder(),
  });
  return await chosen?.subject?.();
}

/** Folders of a virtual workspace have no files that a process could read: that says why they are not offered. */
function placeHolder(): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.some(({ uri }) => pathOf(uri).length === 0)
    ? t('What fills the context? Folders of a virtual workspace are on no disk and cannot be counted.')
    : t('What fills the context?');
}

/** What was chosen in the explorer; the first of the list may be missing in it, where a menu was opened on another one. */
export function chosenInExplorer(file: unknown, files: unknown): ContextSubject | undefined {
  const list = Array.isArray(files) && files.length > 0 ? files : [file];
  const paths = list.filter((one): one is vscode.Uri => one instanceof vscode.Uri).flatMap(pathOf);
  return paths.length > 0 ? { kind: 'files', paths } : undefined;
}

async function choicesHere(): Promise<readonly Choice[]> {
  const folders = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) => pathOf(uri));
  const editors = openFiles();
  const active = vscode.window.activeTextEditor?.document;
  const json = active && isJson(active) ? conversationIn(active) : undefined;
  const names = folders.map((folder) => folder.split(/[\\/]/).at(-1)).join(', ');
  const choice = (label: string, detail: string, subject: Choice['subject']): Choice => ({
    label,
    detail,
    ...(subject && { subject }),
  });
  return [
    ...(json
      ? [
          choice(
            t('$(comment-discussion) The Open JSON: a Conversation or a List of Tools'),
            t('messages of OpenAI, Anthropic or Gemini, tool schemas, tools of an MCP server'),
            async () => json,
          ),
        ]
      : []),
    ...(folders.length > 0
      ? [
          choice(
            t('$(hubot) What an Agent Would Read Here'),
            t('AGENTS.md, CLAUDE.md, instructions, prompts and skills in {0}', names),
            async () => ({ kind: 'agent', paths: folders }),
          ),
          choice(
            folders.length > 1 ? t('$(folder) These Folders') : t('$(folder) This Folder'),
            t('all text in {0} but what .gitignore and files.exclude leave out', names),
            async () => ({ kind: 'files', paths: folders }),
          ),
        ]
      : []),
    ...(editors.length > 0
      ? [
          choice(t('$(files) The Open Editors'), t('{0} files, as they are saved', editors.length), async () => ({
            kind: 'files',
            paths: editors,
          })),
        ]
      : []),
    choice(t('$(folder-opened) Files and Folders…'), t('anything on this machine'), chooseFiles),
  ];
}

/** Reports are made of files that the extension's own machine has; what a program or a virtual file system shows is none. */
function pathOf(uri: vscode.Uri): readonly string[] {
  return isOnDisk(uri) ? [uri.fsPath] : [];
}

/** What was pasted into a new editor may not be known as JSON yet. */
function isJson(document: vscode.TextDocument): boolean {
  const { languageId, isUntitled } = document;
  return /^jsonc?$|^jsonl$/.test(languageId) || (isUntitled && /^\s*[[{]/.test(document.lineAt(0).text));
}

/** The name of what is in no file says whether it is a conversation a line. */
function conversationIn({ uri, languageId }: vscode.TextDocument): ContextSubject {
  const name = uri.path.split('/').at(-1) || uri.path;
  const named = languageId === 'jsonl' && !/\.(?:jsonl|ndjson)$/.test(name) ? `${name}.jsonl` : name;
  return { kind: 'conversation', paths: isOnDisk(uri) ? [uri.fsPath] : [named], document: uri.toString() };
}

function openFiles(): readonly string[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const files = tabs.flatMap(({ input }) => (input instanceof vscode.TabInputText ? pathOf(input.uri) : []));
  return [...new Set(files)];
}

async function chooseFiles(): Promise<ContextSubject | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: t('Files and Folders to Look At'),
    openLabel: t('Look At'),
    canSelectFiles: true,
    canSelectFolders: true,
    canSelectMany: true,
  });
  const paths = chosen?.flatMap(pathOf) ?? [];
  return paths.length > 0 ? { kind: 'files', paths } : undefined;
}
