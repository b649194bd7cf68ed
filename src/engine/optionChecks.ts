// Reads options, which come from settings.json or the command line as they were typed: a value that means nothing is
// refused, with the name of its setting. Knows no model.

import type { EngineOptions } from '../contract/engineOptions.ts';
import type { Failure } from '../contract/failure.ts';
import { shown } from '../contract/shownValue.ts';
import { optional, type Reader, record, text } from '../contract/valueReaders.ts';

/** Fails with setting-invalid, and with question-invalid for what is no object. */
export const engineOptions = record<EngineOptions>({
  remoteUrl: optional(text()),
  precision: setting('tokenscope.precision', ['auto', 'float32', 'half', 'int8', 'int4', 'fast']),
  executionProvider: setting('tokenscope.executionProvider', ['auto', 'cpu', 'webgpu', 'coreml', 'dml', 'cuda']),
});

function setting<const Value extends string>(name: string, supported: readonly Value[]): Reader<Value | undefined> {
  return (value) => {
    if (value === undefined || (supported as readonly unknown[]).includes(value)) return value as Value | undefined;
    throw { code: 'setting-invalid', setting: name, value: shown(value), supported } satisfies Failure;
  };
}
