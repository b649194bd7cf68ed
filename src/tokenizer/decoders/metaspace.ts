// ▁ back to a space; those of the first token were put in front of the text and go.
import type { Settings } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function metaspace(settings: Settings): Decoder {
  const mark = settings.text('replacement', '▁');
  const scheme = settings.text('prepend_scheme', settings.flag('add_prefix_space', true) ? 'always' : 'never');
  const spaced = (token: string) => token.replaceAll(mark, ' ');
  return {
    decode: (tokens) =>
      tokens.map((token, i) => (i === 0 && scheme !== 'never' ? token.replaceAll(mark, '') : spaced(token))),
    surface: (token) => (typeof token === 'string' ? spaced(token) : token),
  };
}
