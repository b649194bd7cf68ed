// Checks options, which come from settings.json or the command line as they were typed: a value that means nothing is
// refused, with the name of its setting. Knows no model.

import type { EngineOptions } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';

const PRECISIONS: readonly Required<EngineOptions>['precision'][] = ['auto', 'float32', 'half', 'int8', 'int4'];
const PROVIDERS: readonly Required<EngineOptions>['executionProvider'][] = [
  'auto',
  'cpu',
  'webgpu',
  'coreml',
  'dml',
  'cuda',
];

/** Fails with setting-invalid. */
export function checkOptions({ precision = 'auto', executionProvider = 'auto' }: EngineOptions): void {
  check('tokenscope.precision', precision, PRECISIONS);
  check('tokenscope.executionProvider', executionProvider, PROVIDERS);
}

function check(setting: string, value: unknown, supported: readonly string[]): void {
  if (typeof value === 'string' && supported.includes(value)) return;
  throw { code: 'setting-invalid', setting, value: JSON.stringify(value), supported } satisfies Failure;
}
