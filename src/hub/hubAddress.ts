// A model as an address at a hub names it: its repository, the revision, and the GGUF file or the quantisation that is meant.
// Knows no network.
import type { GgufWish } from './ggufListing.ts';

export interface HubAddress {
  /** owner/name@revision, where the text is an address, or else the text. */
  readonly name: string;
  readonly gguf?: GgufWish;
}

/** Hubs with the same models by the same names; the hub of the settings is another. */
const HUBS = ['huggingface.co', 'www.huggingface.co', 'hf.co', 'hf-mirror.com', 'www.hf-mirror.com'];
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
/** The quantisation behind a name, as Ollama and llama.cpp write it. */
const TAG = /^(.+\/[^/:]+):([A-Za-z][\w.-]*)$/;

/** '…/a/b/tree/v1?x=y' → a/b@v1; 'hf.co/a/b:Q4_K_M' → a/b in Q4_K_M; '…/a/b/blob/main/c.gguf' → a/b, c.gguf */
export function parseHubAddress(text: string, endpoint: string): HubAddress {
  const [, before, tag] = TAG.exec(text) ?? [];
  if (tag !== undefined) return { ...parseHubAddress(before, endpoint), gguf: wishOf(tag) };
  const path = pathAt(text, endpoint);
  const isPath = path !== undefined || /^[^@?#]+\/(?:tree|blob|resolve)\/|^[^/@?#]+\/.+\/.+\.gguf$/i.test(text);
  if (!isPath) return { name: text.replace(/(?<=\/.+)\/+$/, '') };
  const [owner, name, ...page] = (path ?? text).split('/').filter((part) => part !== '');
  if (path !== undefined && OTHERS.includes(owner)) return { name: '' }; // which is no name
  if (name === undefined || PAGES.includes(name)) return { name: [owner, ...atRevision([name, ...page])].join('') };
  const file = ggufIn(page) ?? shownFile(text);
  return {
    name: [owner, '/', name.replace(/\.git$/, ''), ...atRevision(page)].join(''),
    ...(file !== undefined && { gguf: { kind: 'file', path: file } as const }),
  };
}

/** Whether it is an address of a hub, and not only a name. */
export function isHubAddress(text: string, endpoint: string): boolean {
  return pathAt(text, endpoint) !== undefined;
}

function wishOf(tag: string): GgufWish {
  return tag === 'latest' ? { kind: 'any' } : { kind: 'quantisation', quantisation: tag };
}

/** ['blob', 'main', 'BF16', 'a.gguf'] → 'BF16/a.gguf' */
function ggufIn(page: readonly string[]): string | undefined {
  if (!/\.gguf$/i.test(page.at(-1) ?? '')) return undefined;
  const path = PAGES.includes(page[0]) ? page.slice(1 + revisionLength(page.slice(1))) : page;
  return path.length > 0 ? decodeURIComponent(path.join('/')) : undefined;
}

/** The GGUF file that a repository's page shows: ?show_file_info=a.gguf */
function shownFile(text: string): string | undefined {
  const shown = /[?&]show_file_info=([^&#]+\.gguf)(?=[&#]|$)/i.exec(text)?.[1];
  return shown === undefined ? undefined : decodeURIComponent(shown);
}

/**
 * ['tree', 'v1'] → ['@', 'v1']. Of `blob` and `resolve` what is behind the revision is a file; a revision with a slash in
 * it is written with %2F, or begins with refs/.
 */
function atRevision([page, ...rest]: readonly (string | undefined)[]): readonly string[] {
  if (page === undefined || !PAGES.includes(page) || rest.length === 0) return [];
  return ['@', decodeURIComponent(rest.slice(0, revisionLength(rest)).join('/'))];
}

function revisionLength(rest: readonly (string | undefined)[]): number {
  return rest[0] === 'refs' ? 3 : 1;
}

/** The path of an address at a hub, without a query; undefined for what is no such address. */
function pathAt(text: string, endpoint: string): string | undefined {
  const ssh = /^(?:ssh:\/\/)?git@(?:hf\.co|huggingface\.co)[:/](.+)$/.exec(text);
  if (ssh) return ssh[1];
  const scheme = /^hf:(?:\/\/(?:models\/)?(?=.)|(?=[^/]+\/))(.+)$/.exec(text); // without slashes as node-llama-cpp writes it
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
