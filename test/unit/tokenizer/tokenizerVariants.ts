// Tokenizers as published models have them, made of a golden one and other steps. Vocabularies stay, so that they need not
// be large.

interface Variant {
  /** The golden tokenizer whose model it has. */
  readonly of: string;
  readonly steps: object;
}

const added = (content: string, flags: object = {}) => ({
  id: 0,
  content,
  single_word: false,
  lstrip: false,
  rstrip: false,
  normalized: false,
  special: false,
  ...flags,
});
const split = (Regex: string, behavior = 'Isolated', invert = false) => ({
  type: 'Split',
  pattern: { Regex },
  behavior,
  invert,
});
const sequence = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers });
const bytes = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false };

export const VARIANTS: Readonly<Record<string, Variant>> = {
  'as Llama 3': {
    of: 'byte-level-prefix-space',
    steps: {
      pre_tokenizer: sequence(
        split(
          "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
        ),
        bytes,
      ),
    },
  },
  'as DeepSeek V3': {
    of: 'byte-level-prefix-space',
    steps: {
      normalizer: { type: 'Sequence', normalizers: [] },
      pre_tokenizer: sequence(
        split('\\p{N}{1,3}'),
        split('[一-龥぀-ゟ゠-ヿ]+'),
        split(
          '[!"#$%&\'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\\r\\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
        ),
        bytes,
      ),
    },
  },
  'as tiktoken, never giving back': {
    of: 'byte-level-prefix-space',
    steps: {
      pre_tokenizer: sequence(
        split(
          "'(?i:[sdmt]|ll|ve|re)|[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,3}+| ?[^\\s\\p{L}\\p{N}]++[\\r\\n]*+|\\s++$|\\s*[\\r\\n]|\\s+(?!\\S)|\\s",
        ),
        bytes,
      ),
    },
  },
  'as Falcon': {
    of: 'byte-level-prefix-space',
    steps: {
      pre_tokenizer: sequence(
        { type: 'Punctuation', behavior: 'Contiguous' },
        { ...bytes, use_regex: true },
        { type: 'Digits', individual_digits: false },
        split('[0-9][0-9][0-9]'),
      ),
    },
  },
  'as StarCoder': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence({ type: 'Digits', individual_digits: true }, { ...bytes, use_regex: true }) },
  },
  'as BLOOM': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split(' ?[^(\\s|[.,!?…。，、।۔،])]+'), bytes) },
  },
  'words that end with what matches': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split('[\\s.,]', 'MergedWithPrevious'), bytes) },
  },
  'words that begin with what matches': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split('[\\s.,]', 'MergedWithNext'), bytes) },
  },
  'only what matches': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split('\\w+| ', 'Removed', true), bytes) },
  },
  'an expression that looks back': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split('(?<=[a-z])\\s+|\\b7'), bytes) },
  },
  'letters that look for a space': {
    of: 'byte-level-prefix-space',
    steps: { pre_tokenizer: sequence(split('[a-z]+(?= )|[a-z]'), bytes) },
  },
  'nothing before the model': {
    of: 'byte-level-prefix-space',
    steps: { normalizer: { type: 'ByteLevel' }, pre_tokenizer: null },
  },
  'a prefix before every word': {
    of: 'byte-level-prefix-space',
    steps: {
      pre_tokenizer: sequence(split('[a-z]+7', 'Removed'), {
        type: 'ByteLevel',
        add_prefix_space: true,
        use_regex: true,
      }),
    },
  },
  'added tokens that take white space': {
    of: 'byte-level-prefix-space',
    steps: {
      added_tokens: [
        added(' <mask> ', { lstrip: true, rstrip: true }),
        added('<s>', { lstrip: true }),
        added('</s>', { rstrip: true }),
        added('w', { single_word: true }),
        added('  '),
        added('\n\n', { normalized: true }),
        added('foo', { normalized: true, rstrip: true }),
      ],
    },
  },
  'words of five characters': { of: 'word-piece-cased', steps: { pre_tokenizer: { type: 'FixedLength', length: 5 } } },
  'words of one script': { of: 'word-piece-cased', steps: { pre_tokenizer: { type: 'UnicodeScripts' } } },
  'words between spaces': {
    of: 'word-piece-cased',
    steps: { pre_tokenizer: { type: 'CharDelimiterSplit', delimiter: ' ' } },
  },
  'a mark before every word': {
    of: 'unigram-nfkc-bytes',
    steps: {
      normalizer: { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: '▁' }, { type: 'Strip' }] },
      pre_tokenizer: { type: 'Metaspace', prepend_scheme: 'always', split: false },
    },
  },
  'as T5 in its newer form': {
    of: 'unigram-precompiled',
    steps: {
      normalizer: {
        type: 'Sequence',
        normalizers: [
          { type: 'NFKC' },
          { type: 'Strip', strip_left: false, strip_right: true },
          { type: 'Replace', pattern: { Regex: ' {2,}' }, content: '▁' },
        ],
      },
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
    },
  },
  'a normalizer that deletes': {
    of: 'spm-bpe-gemma',
    steps: {
      normalizer: {
        type: 'Sequence',
        normalizers: [{ type: 'Replace', pattern: { Regex: '[ae] ?' }, content: '' }, { type: 'Lowercase' }],
      },
    },
  },
  'a mark that joins what is before it': {
    of: 'byte-level-prefix-space',
    steps: {
      normalizer: {
        type: 'Sequence',
        normalizers: [{ type: 'Replace', pattern: { String: 'a' }, content: 'a\u0301' }, { type: 'NFC' }],
      },
      pre_tokenizer: sequence(split('tá ', 'Removed'), { ...bytes, use_regex: true }),
    },
  },
};
