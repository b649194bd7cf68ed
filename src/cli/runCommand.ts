// What the command line answers: a command's arguments in, what is printed and the exit code out. Knows an engine and no process.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { contextMarkdown } from '../contract/contextMarkdown.ts';
import { isFailure } from '../contract/failure.ts';
import type { GenerationStep, NextTokens, TokenVectors } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import type { EngineClient } from '../engine/client.ts';
import { type Command, commandOf, type ExplainCommand } from './arguments.ts';
import { renderChat } from './chat.ts';
import { countFile } from './count.ts';
import { labReport } from './lab.ts';
import { jsonReport, textReport, tokenLines } from './report.ts';
import { USAGE } from './usage.ts';
import { UsageError } from './usageError.ts';

const TOP = 10;
/** As in usage.ts. */
const EXIT = { failed: 1, usage: 2, bug: 3 };

/** As a process ends. */
export interface Ended {
  readonly code: number;
  /** For the output, and for the error output; empty where there is nothing to say. */
  readonly out: string;
  readonly err: string;
}

/** Never rejects. */
export async function runCommand(engine: EngineClient, args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, out: await done(engine, commandOf(args)), err: '' };
  } catch (thrown) {
    return failed(thrown);
  }
}

/** Does it, and gives what is to be printed. */
async function done(engine: EngineClient, command: Command): Promise<string> {
  switch (command.does) {
    case 'help':
      return USAGE;
    case 'version':
      return await version();
    case 'tokens': {
      const tokens = await engine.tokenize(command.text, command.tokenizer);
      return command.json ? JSON.stringify({ tokens }) : tokenLines(tokens).join('\n');
    }
    case 'count': {
      const files = [];
      for (const file of command.files) files.push(await countFile(engine, file, command.tokenizer));
      return JSON.stringify(files, null, 2);
    }
    case 'context': {
      const report = await engine.contextReport(randomUUID(), command.request);
      if (command.json) return JSON.stringify(report, null, 2);
      return contextMarkdown(report, command.budget === undefined ? {} : { budget: command.budget });
    }
    case 'chat': {
      const received = await renderChat(engine, command.file, command.model);
      if (command.json) return JSON.stringify(received);
      return [received.text, '', ...tokenLines(received.tokens)].join('\n');
    }
    case 'export-triton':
      return await exportTo(command.target, command.model);
    case 'explain': {
      if (command.asks) return JSON.stringify(await labReport(engine, command));
      const explanation = await explain(engine, command);
      return command.json ? JSON.stringify(jsonReport(explanation)) : textReport(explanation);
    }
  }
}

/** What is said of a failure, and the exit code. */
function failed(thrown: unknown): Ended {
  if (thrown instanceof UsageError) return { code: EXIT.usage, out: '', err: `${thrown.message}\n${USAGE}` };
  if (!isFailure(thrown)) return { code: EXIT.bug, out: '', err: inspect(thrown) };
  const { code, ...details } = thrown;
  const lines = Object.entries(details).map(([name, value]) => `  ${name}: ${value}`);
  const err = [`could not explain: ${code}`, ...lines].join('\n');
  return { code: code === 'bug' ? EXIT.bug : EXIT.failed, out: '', err };
}

/** What a bug report has to say about the program and the machine. */
async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return `tokenscope ${manifest.version}, Node ${process.version}, ${process.platform}-${process.arch}`;
}

async function exportTo(target: string, model: string): Promise<string> {
  // It alone of all answers loads graphs and architectures into this process.
  const { writeModelRepository } = await import('./tritonRepository.ts');
  const { models, bytes } = await writeModelRepository(model, target);
  return [
    `${target}: ${models.length} models, ${bytes} bytes of weights`,
    `tritonserver --model-repository=${target}`,
    `ovms --config_path ${target}/openvino.json --rest_port 8000`,
  ].join('\n');
}

async function explain(engine: EngineClient, { text, model, engine: options, generate, sampling }: ExplainCommand) {
  const run = randomUUID();
  const summary = await engine.explain({ run, modelFolder: model, options, text });
  const next: NextTokens[] = [];
  const vectors: TokenVectors[] = [];
  for (let token = 0; token < summary.tokens.length; token++) {
    if (summary.model.predicts !== 'nothing')
      next.push(await engine.nextTokens(run, token as TokenIndex, TOP, sampling));
    vectors.push(await engine.vectors(run, token as TokenIndex));
  }
  const steps: GenerationStep[] = [];
  while (steps.length < generate && !steps.at(-1)?.endsText) steps.push(await engine.generate(run, sampling, TOP));
  return { summary, next, vectors, steps };
}
