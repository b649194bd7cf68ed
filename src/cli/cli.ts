// npm run explain: the same engine without VS Code, for scripts and bug reports. It also shows that the engine needs no
// editor.
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { EngineOptions } from '../contract/engineOptions.ts';
import { isFailure } from '../contract/failure.ts';
import type { GenerationStep, NextTokens, SamplingOptions, TokenVectors } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { createEngineClient, type EngineClient } from '../engine/client.ts';
import { spawnEngine } from '../engine/spawn.ts';
import { jsonReport, textReport } from './report.ts';
import { writeModelRepository } from './tritonRepository.ts';

const USAGE = `usage: npm run explain -- --text "…" [options]
  --text TEXT        what to explain
  --model DIR        a folder with config.json, model.safetensors and tokenizer.json (default: the embedded model)
  --generate N       continue by N tokens
  --temperature T    0 = always the most probable (default 0)
  --seed N           of the draws (default 0)
  --remote URL       run the graphs on a server that speaks the Open Inference Protocol v2; token ids and vectors go there
  --precision P      how weights are kept: auto, float32, half, int8, int4 (default auto)
  --provider P       what runs the graphs: auto, cpu, webgpu, coreml, dml, cuda (default auto)
  --json             everything but the raw attention, as one JSON object
or: npm run explain -- --export-triton DIR [--model DIR]
  writes the model as a repository for such a server; DIR is then also the --model for --remote`;
const TOP = 10;

const options = readArguments();
const client = createEngineClient({
  spawn: () => spawnEngine(resolve(import.meta.dirname, '../engine/server.ts'), console.error),
  log: () => {},
});
try {
  if ('exportTo' in options) {
    const { models, bytes } = await writeModelRepository(options.model, options.exportTo);
    console.log(`${options.exportTo}: ${models.length} models, ${bytes} bytes of weights`);
    console.log(`tritonserver --model-repository=${options.exportTo}`);
    console.log(`ovms --config_path ${options.exportTo}/openvino.json --rest_port 8000`);
  } else {
    const explanation = await explain(client, options);
    console.log(options.json ? JSON.stringify(jsonReport(explanation)) : textReport(explanation));
  }
} catch (thrown) {
  if (!isFailure(thrown)) throw thrown;
  const { code, ...details } = thrown;
  const lines = Object.entries(details).map(([name, value]) => `  ${name}: ${value}`);
  console.error([`could not explain: ${code}`, ...lines].join('\n'));
  process.exitCode = 1;
} finally {
  client.dispose();
}

interface ExportOptions {
  readonly model: string;
  readonly exportTo: string;
}

interface CliOptions {
  readonly text: string;
  readonly model: string;
  readonly engine: EngineOptions;
  readonly generate: number;
  readonly sampling: SamplingOptions;
  readonly json: boolean;
}

/** The options, or the end of the process with a message where they are wrong. */
function readArguments(): CliOptions | ExportOptions {
  try {
    const string = { type: 'string' } as const;
    const { values } = parseArgs({
      options: {
        text: string,
        model: string,
        generate: string,
        temperature: string,
        seed: string,
        remote: string,
        precision: string,
        provider: string,
        'export-triton': string,
        json: { type: 'boolean' },
      },
    });
    const model = resolve(values.model ?? resolve(import.meta.dirname, '../../media/model'));
    const exportTo = values['export-triton'];
    if (exportTo !== undefined) return { model, exportTo: resolve(exportTo) };
    if (values.text === undefined) throw new Error('--text is missing');
    return {
      text: values.text,
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
        seed: number('--seed', values.seed),
      },
      json: values.json ?? false,
    };
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    process.exit(2);
  }
}

function number(name: string, value = '0'): number {
  const parsedValue = Number(value);
  if (value.trim() === '' || !(parsedValue >= 0))
    throw new Error(`${name} needs a number from 0 on, not ${JSON.stringify(value)}`);
  return parsedValue;
}

async function explain(engine: EngineClient, { text, model, engine: options, generate, sampling }: CliOptions) {
  const run = randomUUID();
  const summary = await engine.explain({ run, modelFolder: model, options, text });
  const next: NextTokens[] = [];
  const vectors: TokenVectors[] = [];
  for (let token = 0; token < summary.tokens.length; token++) {
    next.push(await engine.nextTokens(run, token as TokenIndex, TOP, sampling));
    vectors.push(await engine.vectors(run, token as TokenIndex));
  }
  const steps: GenerationStep[] = [];
  for (let i = 0; i < generate; i++) steps.push(await engine.generate(run, sampling, TOP));
  return { summary, next, vectors, steps };
}
