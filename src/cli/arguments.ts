// The arguments of `npm run explain` as what is to be done. Throws UsageError where they are wrong. Knows no engine.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ContextRequest } from '../contract/contextReport.ts';
import type { EngineOptions } from '../contract/engineOptions.ts';
import type { PatchQuestion } from '../contract/patching.ts';
import type { SamplingOptions } from '../contract/readings.ts';
import { OPENAI_ENCODINGS, type TokenizerRef } from '../contract/tokens.ts';
import type { Change } from '../contract/whatIf.ts';
import { changesOf } from './changeList.ts';
import { isModel } from './modelPath.ts';
import { UsageError } from './usageError.ts';

export interface ExplainCommand {
  readonly does: 'explain';
  readonly text: string;
  readonly model: string;
  readonly engine: EngineOptions;
  readonly generate: number;
  readonly sampling: SamplingOptions;
  readonly json: boolean;
}

/** A question of the Lab about the text. */
export interface LabCommand extends ExplainCommand {
  readonly asks: 'why' | 'mattered' | 'without' | 'patch' | 'compare';
  /** The position behind which the next token is asked about; the last one where none is named. */
  readonly at: number | undefined;
  /** Of why: the token that is voted for, as its text or #id, and the one against which it is. */
  readonly why: string;
  readonly not: string | undefined;
  /** Of what mattered: whether parts are left out and not hidden. */
  readonly leftOut: boolean;
  readonly changes: readonly Change[];
  /** Of patching: the text that activations come from, and which are copied. */
  readonly source: string;
  readonly kind: PatchQuestion['kind'];
  /** Of compare: another text, or the folder of another model. */
  readonly compared:
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'model'; readonly model: string };
}

export interface TokensCommand {
  readonly does: 'tokens';
  readonly text: string;
  readonly tokenizer: TokenizerRef;
  readonly json: boolean;
}

export interface CountCommand {
  readonly does: 'count';
  readonly files: readonly string[];
  readonly tokenizer: TokenizerRef;
}

export interface ContextCommand {
  readonly does: 'context';
  readonly request: ContextRequest;
  /** How many tokens it should fit into; undefined where nobody says. */
  readonly budget: number | undefined;
  readonly json: boolean;
}

export interface ChatCommand {
  readonly does: 'chat';
  readonly file: string;
  readonly model: string;
  readonly json: boolean;
}

export interface ExportCommand {
  readonly does: 'export-triton';
  readonly model: string;
  readonly target: string;
}

export type Command =
  | (ExplainCommand & { readonly asks?: undefined })
  | LabCommand
  | TokensCommand
  | CountCommand
  | ContextCommand
  | ChatCommand
  | ExportCommand
  | { readonly does: 'help' | 'version' };

const string = { type: 'string' } as const;
const boolean = { type: 'boolean' } as const;
const OPTIONS = {
  text: string,
  model: string,
  generate: string,
  temperature: string,
  seed: string,
  remote: string,
  precision: string,
  provider: string,
  json: boolean,
  why: string,
  not: string,
  mattered: boolean,
  'left-out': boolean,
  without: string,
  patch: string,
  compare: string,
  kind: string,
  at: string,
  tokens: boolean,
  tokenizer: string,
  count: boolean,
  context: boolean,
  agent: boolean,
  duplicates: boolean,
  changes: boolean,
  exclude: { type: 'string', multiple: true },
  budget: string,
  chat: string,
  'export-triton': string,
  help: { type: 'boolean', short: 'h' },
  version: boolean,
} as const;

type Name = keyof typeof OPTIONS;
type Values = ReturnType<typeof parsed>['values'];

const EXPLAIN: readonly Name[] = [
  'text',
  'model',
  'generate',
  'temperature',
  'seed',
  'remote',
  'precision',
  'provider',
  'json',
];

/** What each command may be given besides its own name. One without a name of its own comes last. */
const MODES: readonly (readonly [name: Name, others: readonly Name[]])[] = [
  ['help', Object.keys(OPTIONS) as Name[]],
  ['version', []],
  ['count', ['model', 'tokenizer', 'json']],
  ['context', ['model', 'tokenizer', 'json', 'agent', 'duplicates', 'changes', 'exclude', 'budget']],
  ['chat', ['model', 'json']],
  ['tokens', ['text', 'model', 'tokenizer', 'json']],
  ['export-triton', ['model']],
  ['why', [...EXPLAIN.filter((name) => name !== 'generate'), 'not', 'at']],
  ['mattered', [...EXPLAIN, 'left-out', 'at']],
  ['without', [...EXPLAIN, 'at']],
  ['patch', [...EXPLAIN, 'kind', 'at']],
  ['compare', EXPLAIN.filter((name) => name !== 'generate')],
  ['text', EXPLAIN],
];

const KINDS: readonly PatchQuestion['kind'][] = ['residual', 'attention', 'state', 'mlp', 'head'];

export function commandOf(args: readonly string[]): Command {
  const { values, positionals } = parsed(args);
  const [mode, others] = MODES.find(([name]) => values[name] !== undefined) ?? [];
  if (mode !== 'count' && mode !== 'context' && mode !== 'help' && positionals.length > 0)
    throw new UsageError(`${JSON.stringify(positionals[0])} belongs to no option`);
  if (!mode || !others) throw new UsageError('--text is missing');
  const stray = (Object.keys(values) as Name[]).find((name) => name !== mode && !others.includes(name));
  if (stray) throw new UsageError(`--${stray} does not go with --${mode}`);
  const model = resolve(values.model ?? resolve(import.meta.dirname, '../../media/model'));
  return commandIn(mode, { values, positionals, model });
}

interface Given {
  readonly values: Values;
  readonly positionals: readonly string[];
  readonly model: string;
}

function commandIn(mode: Name, { values, positionals, model }: Given): Command {
  const { json = false } = values;
  switch (mode) {
    case 'help':
    case 'version':
      return { does: mode };
    case 'count':
      if (positionals.length === 0) throw new UsageError('--count needs files');
      return { does: 'count', files: positionals.map((file) => resolve(file)), tokenizer: tokenizerOf(values, model) };
    case 'context':
      return contextOf(values, positionals, tokenizerOf(values, model));
    case 'chat':
      return { does: 'chat', file: resolve(values.chat as string), model, json };
    case 'export-triton':
      return { does: 'export-triton', model, target: resolve(values['export-triton'] as string) };
    case 'tokens':
      if (values.text === undefined) throw new UsageError('--text is missing');
      return { does: 'tokens', text: values.text, tokenizer: tokenizerOf(values, model), json };
    case 'why':
    case 'mattered':
    case 'without':
    case 'patch':
    case 'compare':
      return labOf(mode, values, model);
    default:
      return explainOf(values, model);
  }
}

function contextOf(values: Values, paths: readonly string[], tokenizer: TokenizerRef): ContextCommand {
  if (paths.length === 0) throw new UsageError('--context needs files or folders');
  const { json = false, budget, exclude = [], agent = false, duplicates = false, changes = false } = values;
  const roots = paths.map((path) => resolve(path));
  return {
    does: 'context',
    request: { roots, tokenizer, exclude, agentFiles: agent, duplicates, changes },
    budget: budget === undefined ? undefined : wholeNumber('--budget', budget),
    json,
  };
}

function explainOf(values: Values, model: string): ExplainCommand {
  return {
    does: 'explain',
    text: values.text as string,
    model,
    engine: {
      ...(values.remote !== undefined && { remoteUrl: values.remote }),
      // The engine checks whether these mean anything.
      precision: values.precision as EngineOptions['precision'],
      executionProvider: values.provider as EngineOptions['executionProvider'],
    },
    generate: number('--generate', values.generate),
    sampling: {
      temperature: number('--temperature', values.temperature),
      topK: 0,
      topP: 1,
      minP: 0,
      repetitionPenalty: 1,
      seed: number('--seed', values.seed),
    },
    json: values.json ?? false,
  };
}

function labOf(asks: LabCommand['asks'], values: Values, model: string): LabCommand {
  if (values.text === undefined) throw new UsageError('--text is missing');
  const kind = KINDS.find((name) => name === (values.kind ?? 'residual'));
  if (!kind) throw new UsageError(`--kind is ${JSON.stringify(values.kind)}, none of ${KINDS.join(', ')}`);
  return {
    ...explainOf(values, model),
    asks,
    at: values.at === undefined ? undefined : wholeNumber('--at', values.at),
    why: values.why ?? '',
    not: values.not,
    leftOut: values['left-out'] ?? false,
    changes: values.without === undefined ? [] : changesOf(values.without),
    source: values.patch ?? '',
    kind,
    compared: comparedOf(values.compare ?? ''),
  };
}

/** A folder or a GGUF file is a model; what is written as the path of one and is not there was mistyped. Everything else is a text. */
function comparedOf(given: string): LabCommand['compared'] {
  if (given !== '' && isModel(resolve(given))) return { kind: 'model', model: resolve(given) };
  if (/^(\.{0,2}|~|[A-Za-z]:)[\\/]\S+$/.test(given)) throw new UsageError(`--compare: there is no folder ${given}`);
  return { kind: 'text', text: given };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function tokenizerOf({ tokenizer, model: given }: Values, model: string): TokenizerRef {
  if (tokenizer === undefined) return { kind: 'folder', folder: model };
  if (given !== undefined) throw new UsageError('--tokenizer does not go with --model');
  const encoding = OPENAI_ENCODINGS.find((name) => name === tokenizer);
  if (encoding) return { kind: 'openai', encoding };
  if (isModel(tokenizer)) return { kind: 'folder', folder: resolve(tokenizer) };
  throw new UsageError(
    `--tokenizer is ${JSON.stringify(tokenizer)}, neither a folder nor one of ${OPENAI_ENCODINGS.join(', ')}`,
  );
}

function wholeNumber(name: string, value: string): number {
  const parsedValue = number(name, value);
  if (!Number.isSafeInteger(parsedValue)) throw new UsageError(`${name} needs a whole number, not ${value}`);
  return parsedValue;
}

function number(name: string, value = '0'): number {
  const parsedValue = Number(value);
  if (value.trim() === '' || !(parsedValue >= 0))
    throw new UsageError(`${name} needs a number from 0 on, not ${JSON.stringify(value)}`);
  return parsedValue;
}
