// npm run explain: the same engine without VS Code, for scripts and bug reports. It also shows that the engine needs no
// editor.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { contextMarkdown } from '../contract/contextMarkdown.ts';
import { isFailure } from '../contract/failure.ts';
import type { GenerationStep, NextTokens, TokenVectors } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { createEngineClient, type EngineClient } from '../engine/client.ts';
import { spawnEngine } from '../engine/spawn.ts';
import { type Command, commandOf, type ExplainCommand } from './arguments.ts';
import { renderChat } from './chat.ts';
import { countFile } from './count.ts';
import { labReport } from './lab.ts';
import { jsonReport, textReport, tokenLines } from './report.ts';
import { writeModelRepository } from './tritonRepository.ts';
import { USAGE } from './usage.ts';
import { UsageError } from './usageError.ts';

const TOP = 10;
/** As in usage.ts. */
const EXIT = { failed: 1, usage: 2, bug: 3 };

const client = createEngineClient({
  spawn: () => spawnEngine(resolve(import.meta.dirname, '../engine/server.ts'), console.error),
  log: () => {},
});
try {
  const command = commandOf(process.argv.slice(2));
  console.log(await done(client, command));
} catch (thrown) {
  process.exitCode = report(thrown);
} finally {
  client.dispose();
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

/** Says what went wrong, and gives the exit code. */
function report(thrown: unknown): number {
  if (thrown instanceof UsageError) {
    console.error(`${thrown.message}\n${USAGE}`);
    return EXIT.usage;
  }
  if (!isFailure(thrown)) {
    console.error(thrown);
    return EXIT.bug;
  }
  const { code, ...details } = thrown;
  const lines = Object.entries(details).map(([name, value]) => `  ${name}: ${value}`);
  console.error([`could not explain: ${code}`, ...lines].join('\n'));
  return code === 'bug' ? EXIT.bug : EXIT.failed;
}

/** What a bug report has to say about the program and the machine. */
async function version(): Promise<string> {
  const manifest = JSON.parse(await readFile(resolve(import.meta.dirname, '../../package.json'), 'utf8'));
  return `tokenscope ${manifest.version}, Node ${process.version}, ${process.platform}-${process.arch}`;
}

async function exportTo(target: string, model: string): Promise<string> {
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
