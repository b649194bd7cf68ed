// Checks the address of a remote engine that somebody typed, before anything is sent there. Knows no protocol.

import type { EngineOptions } from './engineOptions.ts';
import type { Failure } from './failure.ts';

/**
 * The base address http(s)://host[:port][/path], without /v2 and without a slash at the end. 'http://box:8000/v2/' →
 * http://box:8000/ Fails with remote-address-invalid.
 */
export function remoteAddress(text: string): URL {
  const url = parseUrl(text);
  if (!url) throw invalid(text, 'not an address such as http://host:8000');
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw invalid(text, `${url.protocol} is not http or https`);
  if (url.username || url.password)
    throw invalid(text.replace(/\/\/[^@]*@/, '//…@'), 'it holds a user name or password');
  if (url.search || url.hash) throw invalid(text, 'it goes on after the path');
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/v2$/, '');
  return url;
}

/**
 * The host[:port] that gets to see the numbers of a run; undefined where they stay here. An address that is not valid
 * is given back as it was typed.
 */
export function remoteHost({ remoteUrl }: EngineOptions): string | undefined {
  if (!remoteUrl) return undefined;
  return parseUrl(remoteUrl)?.host || remoteUrl;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
}

function invalid(url: string, problem: string): Failure {
  return { code: 'remote-address-invalid', url, problem };
}
