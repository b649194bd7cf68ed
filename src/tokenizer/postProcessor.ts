// The special tokens that a tokenizer puts around a text by itself. A model that continues the text reads those in
// front of it, such as Llama's <s>; those after it ([SEP], </s>) would say that the text has ended, and are left out.
// Knows no text.
import { type JsonFields, quoted } from './jsonFields.ts';
import type { Vocabulary } from './vocabulary.ts';

/** The ids of the tokens in front of a single text. Fails with tokenizer-invalid. */
export function tokensInFront(fields: JsonFields | undefined, vocabulary: Vocabulary): readonly number[] {
  if (!fields) return [];
  return fields.byType(IDS_BY_TYPE)(fields, vocabulary);
}

const classToken = (fields: JsonFields, vocabulary: Vocabulary) => [pairId(fields, 'cls', vocabulary)];

const IDS_BY_TYPE: Readonly<Record<string, (fields: JsonFields, vocabulary: Vocabulary) => readonly number[]>> = {
  ByteLevel: () => [], // it changes offsets only, and Tokenscope computes its own
  TemplateProcessing: templateIds,
  BertProcessing: classToken,
  RobertaProcessing: classToken,
  Sequence: (fields, vocabulary) =>
    fields.parts('processors').flatMap((processor) => tokensInFront(processor, vocabulary)),
};

/**
 * { single: [{ SpecialToken: { id: '<s>' } }, { Sequence: { id: 'A' } }], special_tokens: { '<s>': { ids: [1] } } } →
 * [1]
 */
function templateIds(fields: JsonFields): readonly number[] {
  const steps = fields.parts('single');
  const text = steps.findIndex((step) => step.values.Sequence !== undefined);
  if (text < 0) throw fields.invalid('has no place for the text', 'single');
  const known = fields.part('special_tokens');
  return steps.slice(0, text).flatMap((step) => {
    const token = step.part('SpecialToken');
    if (!token) throw step.invalid('is neither a special token nor the text');
    const name = token.text('id');
    const ids = known?.part(name)?.values.ids;
    if (!Array.isArray(ids) || !ids.every(isId))
      throw fields.invalid(`has no ids of ${quoted(name)}`, 'special_tokens');
    return ids as readonly number[];
  });
}

/** The id in a field such as ['[CLS]', 101]; the vocabulary's id comes first. */
function pairId(fields: JsonFields, name: string, vocabulary: Vocabulary): number {
  const pair = fields.values[name];
  const [token, id] = Array.isArray(pair) ? pair : [];
  if (typeof token !== 'string' || !isId(id)) throw fields.invalid('is not a token and its id', name);
  return vocabulary.id(token) ?? id;
}

function isId(id: unknown): id is number {
  return typeof id === 'number' && Number.isInteger(id) && id >= 0;
}
