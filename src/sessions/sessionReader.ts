// Reads a session file, which anybody may have written: every value is checked, every list has a limit, and what is not known
// is left out. Says where in the file something is wrong. Knows no disk and no model.
import { type Failure, isFailure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import {
  change,
  headRef,
  index,
  otherText,
  patchKind,
  removalMode,
  sampling,
  token,
} from '../contract/questionReaders.ts';
import {
  SESSION_FORMAT,
  SESSION_VERSION,
  type SessionFile,
  type SessionModel,
  type SessionSetup,
} from '../contract/session.ts';
import { shown } from '../contract/shownValue.ts';
import { list, oneOf, optional, type Place, type Reader, record, text, wholeNumber } from '../contract/valueReaders.ts';
import { depthOf } from './jsonDepth.ts';
import { MOST_TOKENS, numbers } from './numbersReader.ts';

/** A text of a million tokens with all its numbers has about a third of it. */
export const MAX_SESSION_BYTES = 64 * 1024 * 1024;
/** The format has nine levels. */
const MAX_DEPTH = 64;
const MOST_NODES = 20_000;
const MOST_CHANGES = 1_000;
const MOST_FILES = 1_000;

const name = text(500);
/** Names that people read; whatever leads to a folder is no name. */
const fileName: Reader<string> = (value, place) => {
  const read = name(value, place);
  if (/[\\/:\0]|^\.\.?$/.test(read)) throw refused(place, 'names a folder, where only the name of a file may stand');
  return read;
};
/** Of shards in folders of their own, too, but never out of the model's folder. */
const modelFile: Reader<string> = (value, place) => {
  const read = name(value, place);
  if (/^[\\/]|[\\:\0]|(^|\/)\.\.?(\/|$)/.test(read)) throw refused(place, 'leads out of the folder of the model');
  return read;
};
const flag: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw refused(place, `${shown(value)} is neither true nor false`);
  return value;
};
const digest: Reader<string> = (value, place) => {
  const read = text(64)(value, place);
  if (!/^[0-9a-f]{64}$/.test(read)) throw refused(place, 'is no SHA-256 of 64 hexadecimal digits');
  return read;
};

const model = record<SessionModel>({
  name,
  isEmbedded: flag,
  repo: optional(name),
  revision: optional(name),
  architecture: name,
  parameters: index,
  layers: index,
  heads: index,
  dModel: index,
  vocabSize: index,
  precision: optional(name),
  provider: optional(name),
  isRemote: flag,
  files: list(record({ name: modelFile, bytes: index, sha256: optional(digest) }), MOST_FILES),
});

const setup = record<SessionSetup>({
  place: name,
  stop: name,
  tool: name,
  selected: optional(token),
  other: optional(token),
  head: optional(headRef),
  sampling,
  asked: optional(record({ position: token, target: index, other: optional(index) })),
  branches: list(
    record({ parent: index, id: index, text: optional(text(10_000)), isChosen: flag, sampling }),
    MOST_NODES,
  ),
  shown: index,
  changes: list(
    record({
      change,
      isOn: flag,
      token: optional(record({ text: optional(text(10_000)), bytes: list(wholeNumber(0, 255), 40_000) })),
    }),
    MOST_CHANGES,
  ),
  mattered: record({ mode: removalMode, ofContinuation: flag }),
  patching: record({ source: optional(otherText), kind: patchKind, plus: optional(index), minus: optional(index) }),
  comparing: optional(record({ with: oneOf('text', 'changes'), source: optional(otherText) })),
});

const session = record<SessionFile>({
  format: oneOf(SESSION_FORMAT),
  version: (value, place) => {
    if (value !== SESSION_VERSION) throw refused(place, `is not ${SESSION_VERSION}`);
    return SESSION_VERSION;
  },
  tokenscope: name,
  saved: name,
  text: record({ label: fileName, line: wholeNumber(1), content: text(), ids: list(index, MOST_TOKENS) }),
  model,
  setup,
  numbers,
});

/**
 * The session; `file` is its name, for the message. Fails with session-cut where the file ends too early, with
 * session-version and session-invalid.
 */
export function readSession(content: string, file: string): SessionFile {
  const invalid = (problem: string): Failure => ({ code: 'session-invalid', file, problem });
  const { depth, ends } = depthOf(content);
  if (depth > MAX_DEPTH) throw invalid(`it is nested more than ${MAX_DEPTH} levels deep`);
  const value = parsed(content, (problem) => {
    if (!ends) throw { code: 'session-cut', file } satisfies Failure;
    throw invalid(problem);
  });
  if (!isRecord(value) || value.format !== SESSION_FORMAT)
    throw invalid(`it does not say "format": "${SESSION_FORMAT}"`);
  if (Number.isSafeInteger(value.version) && value.version !== SESSION_VERSION)
    throw { code: 'session-version', file, version: value.version as number, known: SESSION_VERSION } satisfies Failure;
  const read = checked(value, invalid);
  checkTree(read.setup, invalid);
  return read;
}

function parsed(content: string, fail: (problem: string) => never): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    return fail(error instanceof SyntaxError ? error.message : String(error));
  }
}

function checked(value: unknown, invalid: (problem: string) => Failure): SessionFile {
  try {
    return session(value, { question: 'session', argument: '$' });
  } catch (thrown) {
    throw isFailure(thrown) && thrown.code === 'question-invalid' ? invalid(thrown.problem) : thrown;
  }
}

/** A token stands after its parent, so that the tree has no circle. */
function checkTree({ branches, shown: last }: SessionSetup, invalid: (problem: string) => Failure): void {
  const wrong = branches.findIndex(({ parent }, i) => parent > i);
  if (wrong >= 0)
    throw invalid(`$.setup.branches.${wrong}.parent: ${branches[wrong].parent} is no token before this one`);
  if (last > branches.length)
    throw invalid(`$.setup.shown: ${last} is no token of the tree, which has ${branches.length}`);
}

function refused({ question, argument }: Place, problem: string): Failure {
  return { code: 'question-invalid', question, problem: `${argument} ${problem}` };
}
