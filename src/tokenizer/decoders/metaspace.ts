// ▁ back to a space; those of the first token were put in front of the text and go.
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function metaspace(fields: JsonFields): Decoder {
  const mark = fields.text('replacement', '▁');
  const scheme = fields.text('prepend_scheme', fields.flag('add_prefix_space', true) ? 'always' : 'never');
  const spaced = (token: string) => token.replaceAll(mark, ' ');
  return {
    decode: (tokens) =>
      tokens.map((token, i) => (i === 0 && scheme !== 'never' ? token.replaceAll(mark, '') : spaced(token))),
    surface: (token) => (typeof token === 'string' ? spaced(token) : token),
  };
}
