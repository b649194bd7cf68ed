// The special tokens that a tokenizer puts around a text by itself. A model that continues the text reads those in
// front of it, such as Llama's <s>; those after it ([SEP], </s>) would say that the text has ended, and are left out, but for
// models that read a text as a whole. Knows no text.
import { type JsonFields, quoted } from './jsonFields.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Ids around a single text. */
export interface Frame {
  readonly front: readonly number[];
  readonly behind: readonly number[];
}

/** Fails with tokenizer-invalid. */
export function frameOf(fields: JsonFields | undefined, vocabulary: Vocabulary): Frame {
  if (!fields) return NOTHING;
  return fields.byType(FRAME_BY_TYPE)(fields, vocabulary);
}

const NOTHING: Frame = { front: [], behind: [] };

const classAndSeparator = (fields: JsonFields, vocabulary: Vocabulary): Frame => ({
  front: [pairId(fields, 'cls', vocabulary)],
  behind: [pairId(fields, 'sep', vocabulary)],
});

const FRAME_BY_TYPE: Readonly<Record<string, (fields: JsonFields, vocabulary: Vocabulary) => Frame>> = {
  ByteLevel: () => NOTHING, // it changes offsets only, and Tokenscope computes its own
  TemplateProcessing: templateFrame,
  BertProcessing: classAndSeparator,
  RobertaProcessing: classAndSeparator,
  Sequence: (fields, vocabulary) => {
    const frames = fields.parts('processors').map((processor) => frameOf(processor, vocabulary));
    return { front: frames.flatMap(({ front }) => front), behind: frames.flatMap(({ behind }) => behind) };
  },
};

/**
 * { single: [{ SpecialToken: { id: '<s>' } }, { Sequence: { id: 'A' } }], special_tokens: { '<s>': { ids: [1] } } } →
 * [1] in front, nothing behind
 */
function templateFrame(fields: JsonFields): Frame {
  const steps = fields.parts('single');
  const text = steps.findIndex((step) => step.values.Sequence !== undefined);
  if (text < 0) throw fields.invalid('has no place for the text', 'single');
  const known = fields.part('special_tokens');
  const idsOf = (step: JsonFields): readonly number[] => {
    const token = step.part('SpecialToken');
    if (!token) throw step.invalid('is neither a special token nor the text');
    const name = token.text('id');
    const ids = known?.part(name)?.values.ids;
    if (!Array.isArray(ids) || !ids.every(isId))
      throw fields.invalid(`has no ids of ${quoted(name)}`, 'special_tokens');
    return ids as readonly number[];
  };
  return { front: steps.slice(0, text).flatMap(idsOf), behind: steps.slice(text + 1).flatMap(idsOf) };
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
