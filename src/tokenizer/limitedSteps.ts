// Puts the steps of a tokenizer that have regular expressions of their own under a limit on the time, since an expression
// from a file may take for ever on some text. Knows the steps by their interfaces.
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { withinGrowth } from './boundedGrowth.ts';
import type { Decoder, Surface } from './decoders/decoder.ts';
import type { JsonFields } from './jsonFields.ts';
import type { Normalizer } from './normalizers/normalizer.ts';
import { withinTime } from './timeLimit.ts';

/**
 * The time that a text may take whose tokenizer has regular expressions of its own. Published ones take 0.001 ms a
 * character.
 */
const PATTERN_MS = 2_000;
const PATTERN_MS_PER_CHARACTER = 0.01;

/** The work's value, for a text of so many characters. Fails with tokenizer-invalid where it comes to no end. */
export function limited<Value>(file: JsonFields, characters: number, work: () => Value): Value {
  const done = withinTime(PATTERN_MS + PATTERN_MS_PER_CHARACTER * characters, () => withinMemory(file, work));
  if (done) return done.value;
  throw file.invalid('has an expression that does not come to an end on this text') satisfies Failure;
}

/** An expression that repeats a group is tried with as many repetitions in a row as V8 has memory for (64 MB). */
function withinMemory<Value>(file: JsonFields, work: () => Value): Value {
  try {
    return withinGrowth(file, work);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const problem =
      'has an expression that repeats a group, which cannot be tried millions of times in a row on this text';
    throw file.invalid(problem) satisfies Failure;
  }
}

/** Whether a step of tokenizer.json, or one inside it, has a regular expression. */
export function hasExpression(step: unknown): boolean {
  if (Array.isArray(step)) return step.some(hasExpression);
  return isRecord(step) && ('Regex' in step || Object.values(step).some(hasExpression));
}

/** For texts that are normalized one by one, as added tokens are when the file is read. */
export function limitedNormalizer(file: JsonFields, normalize: Normalizer): Normalizer {
  if (!hasExpression(file.values.normalizer)) return (part) => withinGrowth(file, () => normalize(part));
  return (part) => limited(file, part.text.length, () => normalize(part));
}

export function limitedDecoder(file: JsonFields, decoder: Decoder): Decoder {
  if (!hasExpression(file.values.decoder))
    return {
      decode: (tokens) => withinGrowth(file, () => decoder.decode(tokens)),
      surface: (token) => withinGrowth(file, () => decoder.surface(token)),
    };
  const lengthOf = (parts: readonly Surface[]) => parts.reduce((length, part) => length + part.length, 0);
  return {
    decode: (tokens) => limited(file, lengthOf(tokens), () => decoder.decode(tokens)),
    surface: (token) => limited(file, token.length, () => decoder.surface(token)),
  };
}
