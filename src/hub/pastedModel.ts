// What people type or paste to name a model: a name, the address of a page or a file of it at a hub, a command that they
// were told to run, or a folder on their disk. Knows no network and no disk.
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Failure } from '../contract/failure.ts';
import { parseRepoId, type RepoId } from './repoId.ts';

export type PastedModel =
  | { readonly kind: 'repo'; readonly id: RepoId }
  /** An absolute path. */
  | { readonly kind: 'folder'; readonly folder: string };

/** Hubs with the same models by the same names; the hub of the settings is another. */
const HUBS = ['huggingface.co', 'www.huggingface.co', 'hf.co', 'hf-mirror.com', 'www.hf-mirror.com'];
/** Commands that have a name or an address behind them, with what may stand before it. */
const COMMAND =
  /^(?:\$ )?(?:git (?:lfs )?clone|(?:huggingface-cli|hf) download|ollama (?:run|pull))(?: --?[\w-]+(?:=\S+)?)* +/;
/** First parts of the hub's addresses that are no owner of a model. */
const OTHERS = [
  'api',
  'blog',
  'chat',
  'collections',
  'datasets',
  'docs',
  'learn',
  'models',
  'papers',
  'posts',
  'spaces',
];
/** Where addresses have a revision behind the name. */
const PAGES = ['tree', 'blob', 'resolve', 'raw', 'commits', 'commit'];
const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|「(.*)」|<(.*)>)[,;]?$/s;

/**
 * Reads it; names and addresses at the hub `endpoint` or at Hugging Face. Fails with repo-invalid, whose text is as it
 * was pasted. 'https://huggingface.co/a/b/tree/v1?x=y' → a/b, v1
 */
export function parsePastedModel(text: string, endpoint: string): PastedModel {
  const pasted = unquoted(unquoted(text.trim()).replace(COMMAND, ''));
  const folder = folderOf(pasted);
  if (folder !== undefined) return { kind: 'folder', folder };
  try {
    return { kind: 'repo', id: parseRepoId(nameIn(pasted, endpoint)) };
  } catch {
    throw { code: 'repo-invalid', text } satisfies Failure;
  }
}

function unquoted(text: string): string {
  const inside = QUOTED.exec(text)?.slice(1);
  return inside ? (inside.find((part) => part !== undefined) ?? '').trim() : text;
}

/** The absolute path that a text names; of a file in a model's folder that of the folder. */
function folderOf(text: string): string | undefined {
  const path = pathIn(text);
  if (path === undefined || path.includes('\0')) return undefined;
  const of = /^(?:[A-Za-z]:|\\)/.test(path) ? win32 : { basename, dirname };
  const isFile = /\.(?:json|safetensors|txt|jinja)$/i.test(of.basename(path));
  return isFile ? of.dirname(path) : path.replace(/(?<=[^\\/:])[\\/]+$/, '');
}

function pathIn(text: string): string | undefined {
  if (/^file:/i.test(text)) {
    try {
      return fileURLToPath(text);
    } catch {
      return undefined; // of another machine, or with a slash that is written %2F
    }
  }
  if (/^~(?:[\\/]|$)/.test(text)) return join(homedir(), text.slice(1));
  return isAbsolute(text) || /^(?:[A-Za-z]:[\\/]|\\\\)/.test(text) ? text : undefined;
}

/** owner/name@revision of an address; another text as it is, without a slash at its end. */
function nameIn(text: string, endpoint: string): string {
  const path = pathAt(text, endpoint);
  if (path === undefined && !/^[^@?#]+\/(?:tree|blob|resolve)\//.test(text)) return text.replace(/(?<=\/.+)\/+$/, '');
  const [owner, name, ...page] = (path ?? text).split('/').filter((part) => part !== '');
  if (path !== undefined && OTHERS.includes(owner)) return ''; // which is no name
  if (name === undefined || PAGES.includes(name)) return [owner, ...atRevision([name, ...page])].join('');
  return [owner, '/', name.replace(/\.git$/, ''), ...atRevision(page)].join('');
}

/**
 * ['tree', 'v1'] → ['@', 'v1']. Of `blob` and `resolve` what is behind the revision is a file; a revision with a slash in
 * it is written with %2F, or begins with refs/.
 */
function atRevision([page, ...rest]: readonly (string | undefined)[]): readonly string[] {
  if (page === undefined || !PAGES.includes(page) || rest.length === 0) return [];
  const length = rest[0] === 'refs' ? 3 : 1;
  return ['@', decodeURIComponent(rest.slice(0, length).join('/'))];
}

/** The path of an address at a hub, without a query; undefined for what is no such address. */
function pathAt(text: string, endpoint: string): string | undefined {
  const ssh = /^(?:ssh:\/\/)?git@(?:hf\.co|huggingface\.co)[:/](.+)$/.exec(text);
  if (ssh) return ssh[1];
  const scheme = /^hf:\/\/(?:models\/)?(.+)$/.exec(text);
  if (scheme) return scheme[1];
  const written = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (!url) return undefined;
  const mirror = new URL(endpoint);
  const below = url.host === mirror.host && url.pathname.startsWith(mirror.pathname) ? mirror.pathname.length : 0;
  if (!HUBS.includes(url.host) && url.host !== mirror.host) return undefined;
  return url.pathname
    .slice(below)
    .replace(/^\/?api\/models\//, '')
    .replace(/(?<=\/.+\/)revision\//, 'tree/');
}
