// The fields that Metaspace has as a pre-tokenizer and as a decoder. Knows no text.
import type { JsonFields } from './jsonFields.ts';

export interface MetaspaceFields {
  /** What is written for a space, ▁ unless the file says otherwise. */
  readonly mark: string;
  /** Where a mark is put in front of the text: always, first or never. It is not checked here. */
  readonly scheme: string;
}

/** Older files have add_prefix_space in place of prepend_scheme. Fails with tokenizer-invalid. */
export function metaspaceFields(fields: JsonFields): MetaspaceFields {
  const mark = fields.text('replacement', '▁');
  const scheme = fields.text('prepend_scheme', fields.flag('add_prefix_space', true) ? 'always' : 'never');
  return { mark, scheme };
}
