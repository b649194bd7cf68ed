// Where a model's chat template is written: in a file of its own, in tokenizer_config.json, or beside a processor. Knows
// no Jinja.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileExists, readOptionalJsonObject, readTextFile } from '../checkpoint/jsonFile.ts';
import type { Failure } from '../contract/failure.ts';
import { isRecord } from '../contract/isRecord.ts';
import { readTokenizerConfig } from './tokenizerConfig.ts';

/** The longest published templates have 30 KB. */
const MAX_BYTES = 1_000_000;
const FILE = 'chat_template.jinja';
/** Named templates, each in a file of its own. */
const MORE_FILES = 'additional_chat_templates';
const DEFAULT = 'default';
/** What a template for conversations with tools is called, where there is another one for those without. */
const TOOL_USE = 'tool_use';

export interface ChatTemplate {
  readonly file: string;
  readonly source: string;
}

/**
 * The template for a conversation, with tools or without. As in transformers, files of their own come first, then
 * tokenizer_config.json; of several the one named `default` is taken, with tools `tool_use`. chat_template.json is what older processors, of
 * models that see or hear, have. Fails with file-unreadable, json-invalid, chat-template-missing, chat-template-invalid.
 */
export async function readChatTemplate(folder: string, withTools = false): Promise<ChatTemplate> {
  const names = withTools ? [TOOL_USE, DEFAULT] : [DEFAULT];
  const inFiles = await ownFiles(folder);
  if (inFiles.size > 0) return chosenOf(inFiles, names, join(folder, MORE_FILES));
  const { file, fields } = await readTokenizerConfig(folder);
  const processor = join(folder, 'chat_template.json');
  return (
    writtenIn(fields.values.chat_template, names, file) ??
    writtenIn((await readOptionalJsonObject(processor, MAX_BYTES)).chat_template, names, processor) ??
    raise({ code: 'chat-template-missing', file })
  );
}

type Named = ReadonlyMap<string, ChatTemplate>;

async function ownFiles(folder: string): Promise<Named> {
  const more = join(folder, MORE_FILES);
  const names = (await readdir(more).catch(() => [])).filter((name) => name.endsWith('.jinja')).toSorted();
  const files: readonly (readonly [name: string, file: string])[] = [
    ...((await fileExists(join(folder, FILE))) ? [[DEFAULT, join(folder, FILE)] as const] : []),
    ...names.map((name) => [name.slice(0, -'.jinja'.length), join(more, name)] as const),
  ];
  const read = files.map(
    async ([name, file]) => [name, { file, source: await readTextFile(file, MAX_BYTES) }] as const,
  );
  return new Map(await Promise.all(read));
}

/** A text, a list of { name, template }, or an object of templates by name; undefined where there is none. */
function writtenIn(written: unknown, names: readonly string[], file: string): ChatTemplate | undefined {
  if (written === undefined || written === null) return undefined;
  if (typeof written === 'string') return checked(written, file);
  if (!Array.isArray(written) && !isRecord(written)) throw invalid(file, 'chat_template is no text');
  const entries = Array.isArray(written)
    ? written.filter(isRecord).map(({ name, template }) => [String(name), template] as const)
    : Object.entries(written);
  return chosenOf(new Map(entries.map(([name, source]) => [name, checked(source, file)])), names, file);
}

function checked(source: unknown, file: string): ChatTemplate {
  if (typeof source === 'string' && source.length <= MAX_BYTES) return { file, source };
  throw invalid(file, typeof source === 'string' ? 'chat_template is too long' : 'chat_template is no text');
}

/** The first of the names that there is. */
function chosenOf(templates: Named, wanted: readonly string[], where: string): ChatTemplate {
  for (const name of wanted) {
    const chosen = templates.get(name);
    if (chosen) return chosen;
  }
  const names = [...templates.keys()].map((name) => JSON.stringify(name)).join(', ');
  throw invalid(where, `it has the templates ${names}, and none named "${DEFAULT}"`);
}

function invalid(file: string, problem: string): Failure {
  return { code: 'chat-template-invalid', file, problem };
}

function raise(failure: Failure): never {
  throw failure;
}
