// The table of tools: package.json has what it says, and its schemas and readers agree.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { contributedTools } from '../../../scripts/agentTools.ts';
import type { JsonSchema } from '../../../src/agents/agentTool.ts';
import { AGENT_TOOLS } from '../../../src/agents/allTools.ts';
import { isFailure } from '../../../src/contract/failure.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const json = (file: string) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'));

test('package.json has the tools of the table: npm run agent-tools', () => {
  assert.deepEqual(json('package.json').contributes.languageModelTools, JSON.parse(JSON.stringify(contributedTools())));
});

test('people read the same titles as MCP clients', () => {
  const { contributes } = json('package.json');
  const names = json('package.nls.json');
  const titles = contributes.languageModelTools.map(
    ({ displayName }: { displayName: string }) => names[displayName.slice(1, -1)],
  );
  assert.deepEqual(
    titles,
    AGENT_TOOLS.map(({ title }) => title),
  );
});

for (const tool of AGENT_TOOLS) {
  test(`${tool.name}: no argument names a model or a folder of one`, () => {
    assert.deepEqual(
      Object.keys(tool.inputSchema.properties).filter((name) => /model|engine|url|remote/i.test(name)),
      [],
    );
  });

  test(`${tool.name}: the reader takes what the schema has, and refuses other types`, () => {
    const { properties, required } = tool.inputSchema;
    const input = Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, sample(schema)]));
    assert.deepEqual(read(tool, input), input);
    const needed = Object.fromEntries(required.map((name) => [name, input[name]]));
    assert.deepEqual(read(tool, needed), needed);
    for (const name of Object.keys(properties)) {
      assert.throws(() => read(tool, { ...input, [name]: { odd: true } }), isFailure, name);
    }
    for (const name of required) assert.throws(() => read(tool, { ...input, [name]: undefined }), isFailure, name);
  });

  test(`${tool.name}: what its schema bounds, its reader bounds`, () => {
    for (const [name, schema] of Object.entries(tool.inputSchema.properties) as [string, Bounds][]) {
      const input = { ...required(tool.inputSchema), [name]: sample(schema) };
      for (const bound of [schema.minimum, schema.maximum]) {
        if (bound === undefined) continue;
        assert.equal((read(tool, { ...input, [name]: bound }) as Record<string, unknown>)[name], bound);
        const beyond = bound === schema.minimum ? bound - 1 : bound + 1;
        assert.throws(() => read(tool, { ...input, [name]: beyond }), isFailure, name);
      }
      if (schema.enum) assert.throws(() => read(tool, { ...input, [name]: 'none of these' }), isFailure, name);
    }
  });
}

interface Bounds {
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly string[];
  readonly items?: Bounds;
}

function read(tool: (typeof AGENT_TOOLS)[number], input: object): object {
  return tool.read(input, { question: tool.name, argument: 'input' });
}

function required(schema: JsonSchema): Record<string, unknown> {
  return Object.fromEntries(schema.required.map((name) => [name, sample(schema.properties[name])]));
}

/** A value as the schema says. */
function sample(schema: object): unknown {
  const { type, minimum, enum: values, items } = schema as Bounds;
  if (values) return values[0];
  if (type === 'string') return 'some text';
  if (type === 'boolean') return true;
  if (type === 'array' && items) return [sample(items)];
  return type === 'integer' ? (minimum ?? 0) : assert.fail(`no sample of ${type}`);
}
