// Servers that misbehave on purpose, one way each: what the user is told. The right answers come from a real server
// over a real repository; what is spoilt is spoilt on the way out.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { writeModelRepository } from '../../../../src/cli/tritonRepository.ts';
import type { Failure } from '../../../../src/contract/failure.ts';
import { remoteRuntime } from '../../../../src/runtime/remote/remoteRuntime.ts';
import { Transformer } from '../../../../src/transformer/transformer.ts';
import { type Answer, json } from './inference.ts';
import { type ServerOptions, startInferenceServer } from './inferenceServer.ts';

const TINY = resolve(import.meta.dirname, '../../../golden/fixtures/gpt2');
const IDS = [5, 6, 7, 8];
const LIMITS = { connectMs: 10_000, idleMs: 10_000 };

let folder: string;
let repository: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'misbehaviour-'));
  repository = join(folder, 'gpt2');
  await writeModelRepository(TINY, repository);
});
after(async () => await rm(folder, { recursive: true }));

type Spoil = NonNullable<ServerOptions['spoil']>;
interface Misbehaviour {
  readonly name: string;
  readonly spoil: Spoil;
  readonly expected: Partial<Failure> & { readonly code: Failure['code'] };
  readonly limits?: typeof LIMITS;
  readonly asJson?: true;
}

const INFER = '/v2/models/block_001/versions/1/infer';
const at =
  (where: string, spoil: (answer: Answer) => Answer): Spoil =>
  (path, answer) =>
    path === where ? spoil(answer) : answer;
/** The JSON part of a binary answer changed, the rest as it was. */
const outputs = (change: (output: Record<string, unknown>) => object): Spoil =>
  at(INFER, ({ status, headers, body }) => {
    const length = Number(headers['inference-header-content-length'] ?? body.length);
    const value = JSON.parse(new TextDecoder().decode(body.subarray(0, length)));
    const text = new TextEncoder().encode(JSON.stringify({ ...value, outputs: value.outputs.map(change) }));
    const binary = 'inference-header-content-length' in headers && {
      'inference-header-content-length': String(text.length),
    };
    return { status, headers: { ...headers, ...binary }, body: Buffer.concat([text, body.subarray(length)]) };
  });
const invalid = (problem: string) => ({ code: 'remote-answer-invalid', path: INFER, problem }) as const;
const misfit = (problem: string) => ({ code: 'remote-misfit', model: 'block_001', problem }) as const;
const metadata = (change: (value: Record<string, Record<string, unknown>[]>) => object): Spoil =>
  at('/v2/models/block_001', ({ body }) => json(200, change(JSON.parse(new TextDecoder().decode(body)))));

const MISBEHAVIOURS: readonly Misbehaviour[] = [
  {
    name: 'not ready',
    spoil: at('/v2/health/ready', () => json(503, {})),
    expected: { code: 'remote-not-ready', status: 503 },
  },
  {
    name: 'a page in place of what it can do',
    spoil: at('/v2', (a) => ({ ...a, body: Buffer.from('<html>') })),
    expected: { code: 'remote-answer-invalid', path: '/v2' },
  },
  {
    name: 'no such model',
    spoil: at('/v2/models/block_001', () => json(404, { error: 'Request for unknown model' })),
    expected: {
      code: 'remote-status',
      status: 404,
      path: '/v2/models/block_001',
      problem: 'Request for unknown model',
    },
  },
  {
    name: 'a model of another width',
    spoil: metadata((value) => ({
      ...value,
      inputs: value.inputs.map((one) => (one.name === 'residual' ? { ...one, shape: [-1, 64] } : one)),
    })),
    expected: misfit('residual has the shape [-1,64], not [-1,48]'),
  },
  {
    name: 'a model of another number type',
    spoil: metadata((value) => ({
      ...value,
      outputs: value.outputs.map((one) => (one.name === 'keys' ? { ...one, datatype: 'FP16' } : one)),
    })),
    expected: misfit('keys is "FP16", not FP32'),
  },
  {
    name: 'a model without an output',
    spoil: metadata((value) => ({ ...value, outputs: value.outputs.filter((one) => one.name !== 'attention') })),
    expected: misfit('it has no output "attention"'),
  },
  {
    name: 'a model with an input of its own',
    spoil: metadata((value) => ({
      ...value,
      inputs: [...value.inputs, { name: 'cosines', datatype: 'FP32', shape: [-1, 8] }],
    })),
    expected: misfit('it asks for an input "cosines"'),
  },
  {
    name: 'no room on the server',
    spoil: at(INFER, () => json(500, { error: 'out of memory' })),
    expected: { code: 'remote-status', status: 500, path: INFER, problem: 'out of memory' },
  },
  {
    name: 'a redirect',
    spoil: at(INFER, () => ({
      status: 307,
      headers: { location: 'http://elsewhere.example/' },
      body: new Uint8Array(),
    })),
    expected: { code: 'remote-redirect', to: 'http://elsewhere.example/' },
  },
  {
    name: 'another shape',
    spoil: outputs((output) => ({ ...output, shape: [48, 4] })),
    expected: invalid('residual_out has the shape [48,4], expected was [4,48]'),
  },
  {
    name: 'another number type',
    spoil: outputs((output) => ({ ...output, datatype: 'FP16' })),
    expected: invalid('residual_out is "FP16" where FP32 was asked for'),
  },
  {
    name: 'an output too few',
    spoil: outputs((output) => ({ ...output, name: output.name === 'keys' ? 'kays' : output.name })),
    expected: invalid('keys is missing'),
  },
  {
    name: 'fewer bytes than announced',
    spoil: at(INFER, ({ body, ...rest }) => ({ ...rest, body: body.subarray(0, -4) })),
    expected: invalid('values has 768 bytes, of which 764 came'),
  },
  {
    name: 'more bytes than announced',
    spoil: at(INFER, ({ body, ...rest }) => ({ ...rest, body: Buffer.concat([body, Buffer.alloc(4)]) })),
    expected: invalid('4 bytes more than announced'),
  },
  {
    name: 'an impossible length of the JSON part',
    spoil: at(INFER, ({ headers, ...rest }) => ({
      ...rest,
      headers: { ...headers, 'inference-header-content-length': '1e9' },
    })),
    expected: { code: 'remote-answer-invalid', path: INFER },
  },
  {
    name: 'not a number, in bytes',
    spoil: at(INFER, ({ body, ...rest }) => ({ ...rest, body: withNaN(body) })),
    expected: invalid('number 191 of values is not a number'),
  },
  {
    name: 'not a number, in JSON',
    asJson: true,
    spoil: outputs((output) => ({
      ...output,
      data: (output.data as number[]).map((value, i) => (i === 2 ? null : value)),
    })),
    expected: invalid('number 2 of residual_out is not a number'),
  },
  {
    name: 'fewer numbers than the shape has, in JSON',
    asJson: true,
    spoil: outputs((output) => ({ ...output, data: (output.data as number[]).slice(1) })),
    expected: invalid('residual_out has 191 numbers, its shape needs 192'),
  },
  {
    name: 'JSON that is none',
    asJson: true,
    spoil: at(INFER, (a) => ({ ...a, body: a.body.subarray(0, 100) })),
    expected: { code: 'remote-answer-invalid', path: INFER },
  },
  {
    name: 'a body larger than it can be, announced',
    spoil: at(INFER, (a) => ({ ...a, body: Buffer.alloc(1e6) })),
    expected: { code: 'remote-too-large', path: INFER, limitBytes: 67_840 },
  },
  {
    name: 'a body without an end',
    spoil: (path, answer, response) => {
      if (path !== INFER) return answer;
      response.writeHead(200);
      const more = () => !response.destroyed && response.write(Buffer.alloc(10_000), () => setImmediate(more));
      more();
      return undefined;
    },
    expected: { code: 'remote-too-large', path: INFER },
  },
  {
    name: 'a connection cut within the answer',
    spoil: (path, answer, response) => {
      if (path !== INFER) return answer;
      response.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
      response.write(answer.body.subarray(0, 500), () => response.destroy());
      return undefined;
    },
    expected: { code: 'remote-cut' },
  },
  {
    name: 'a connection cut before the answer',
    spoil: (path, answer, response) => (path === INFER ? void response.destroy() : answer),
    expected: { code: 'remote-cut' },
  },
  {
    name: 'silence',
    spoil: (path, answer) => (path === INFER ? undefined : answer),
    limits: { connectMs: 10_000, idleMs: 300 },
    expected: { code: 'remote-timeout', waitedFor: 'answer', seconds: 0.3 },
  },
];

for (const { name, spoil, expected, limits = LIMITS, asJson } of MISBEHAVIOURS) {
  test(name, async () => {
    const server = await startInferenceServer(repository, { binary: !asJson, spoil });
    try {
      const failing = (async () => {
        const model = await Transformer.load(repository, { runtime: await remoteRuntime(server.url, limits) });
        await model.forward(model.newSequence(), IDS);
      })();
      await assert.rejects(failing, {
        ...expected,
        ...(expected.code !== undefined && { host: new URL(server.url).host }),
      });
    } finally {
      await server.close();
    }
  });
}

/** The last number of the last tensor. */
function withNaN(body: Uint8Array): Uint8Array {
  const spoilt = Uint8Array.from(body);
  new DataView(spoilt.buffer).setFloat32(spoilt.length - 4, Number.NaN, true);
  return spoilt;
}
