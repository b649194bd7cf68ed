// What the parts of the page ask of the host. Types, and the state of one answer.
import type { Answered, ModelFileHostApi } from '../../src/contract/modelFileApi.ts';

/** The host's functions, as birpc calls them: what has no answer is an event. */
export type FileHost = Pick<
  ModelFileHostApi,
  | 'tokenizer'
  | 'statistics'
  | 'search'
  | 'entries'
  | 'chatSample'
  | 'chooseOther'
  | 'differences'
  | 'textDifferences'
  | 'openInCompare'
  | 'copy'
> & { readonly cancel: (inspection: string) => void };

/** undefined: not asked for. */
export type Asked<Value> =
  | undefined
  | { readonly kind: 'working'; readonly id: string; readonly share: number }
  | Answered<Value>;

let works = 0;

/** Unique in this page. The host has others for the engine, which serves several pages. */
export function newWorkId(): string {
  works++;
  return String(works);
}
