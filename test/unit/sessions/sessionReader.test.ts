// Session files as they are written, cut, changed at random, and made to do harm: read exactly, or refused in words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '../../../src/contract/failure.ts';
import { depthOf } from '../../../src/sessions/jsonDepth.ts';
import { readSession } from '../../../src/sessions/sessionReader.ts';
import { sessionText } from '../../../src/sessions/sessionText.ts';
import { randomOf } from '../random.ts';
import { SAMPLE } from './sampleSession.ts';

const TEXT = sessionText(SAMPLE);

/** What is thrown, which must be a failure of sessions and no bug. */
function refusal(content: string) {
  try {
    readSession(content, 'a.tokenscope.json');
  } catch (thrown) {
    assert.ok(isFailure(thrown), `no failure: ${thrown}`);
    assert.match(thrown.code, /^session-(cut|version|invalid)$/);
    return thrown;
  }
  return undefined;
}

function problemOf(content: string): string {
  const failure = refusal(content);
  return failure && 'problem' in failure ? failure.problem : assert.fail(`it is ${JSON.stringify(failure)}`);
}

/** The sample with another value at a path such as setup.shown. */
function changed(path: string, value: unknown): string {
  const copy = structuredClone(SAMPLE) as unknown as Record<string, unknown>;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const inside = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  inside[last] = value;
  return JSON.stringify(copy);
}

test('what is written is read again, every number and character of it', () => {
  assert.deepEqual(readSession(TEXT, 'a'), SAMPLE);
  assert.deepEqual(readSession(JSON.stringify(SAMPLE), 'a'), SAMPLE);
});

test('cut at any byte, it is said to end in the middle', () => {
  const bytes = new TextEncoder().encode(TEXT.trimEnd());
  for (let length = 0; length < bytes.length; length++) {
    const failure = refusal(new TextDecoder().decode(bytes.subarray(0, length)));
    assert.equal(failure?.code, 'session-cut', `after ${length} bytes`);
  }
});

test('with any byte changed, it is read as a session or refused as one', () => {
  const random = randomOf(12);
  const bytes = new TextEncoder().encode(TEXT);
  let read = 0;
  for (let i = 0; i < 3000; i++) {
    const copy = bytes.slice();
    for (let n = 0; n < 1 + (i % 3); n++) copy[random.below(copy.length)] = random.below(256);
    if (!refusal(new TextDecoder().decode(copy))) read++;
  }
  assert.ok(read > 0 && read < 3000, `${read} were read`);
});

test('with any value of another type, it is read as a session or refused as one', () => {
  const others = [null, true, -1, 1.5, 1e308, 'x', [], {}, [[]], { kind: 'scale' }, '__proto__', ['NaN']];
  let refused = 0;
  const visit = (value: unknown, path: readonly string[]): void => {
    for (const other of others) if (path.length > 0 && refusal(changed(path.join('.'), other))) refused++;
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) visit(inner, [...path, key]);
  };
  visit(SAMPLE, []);
  assert.ok(refused > 500, `${refused} were refused`);
});

test('a file of another version says which', () => {
  const failure = refusal(changed('version', 2));
  assert.deepEqual(failure, { code: 'session-version', file: 'a.tokenscope.json', version: 2, known: 1 });
  assert.match(problemOf(changed('version', '1')), /^\$\.version/);
});

const WRONG: readonly (readonly [string, unknown, RegExp])[] = [
  ['format', 'x', /does not say "format"/],
  ['text.label', '../../etc/passwd', /^\$\.text\.label names a folder/],
  ['text.label', 'C:\\secret', /names a folder/],
  ['model.files.0.name', '../model.safetensors', /^\$\.model\.files\.0\.name leads out/],
  ['model.files.0.name', '/etc/passwd', /leads out/],
  ['model.files.0.sha256', 'AB', /SHA-256/],
  ['setup.branches.0.parent', 1, /^\$\.setup\.branches\.0\.parent: 1 is no token before/],
  ['setup.shown', 4, /^\$\.setup\.shown: 4 is no token of the tree, which has 3/],
  ['setup.selected', -1, /^\$\.setup\.selected: -1 is not a whole number/],
  ['setup.sampling.temperature', 'NaN', /^\$\.setup\.sampling\.temperature/],
  ['setup.changes.0.change.kind', 'constructor', /^\$\.setup\.changes\.0\.change\.kind/],
  ['setup.changes.0.change.factor', 1e9, /^\$\.setup\.changes\.0\.change\.factor/],
  ['numbers.surprisals.1', 'nan', /^\$\.numbers\.surprisals\.1/],
  ['numbers.surprisals.1', null, /^\$\.numbers\.surprisals\.1/],
  ['setup.branches', Array(20_001).fill({}), /more than 20000 elements/],
];
for (const [path, value, problem] of WRONG) {
  test(`${path} as ${JSON.stringify(value).slice(0, 30)} is refused with its place`, () => {
    assert.match(problemOf(changed(path, value)), problem);
  });
}

test('a vector is a list of finite numbers', () => {
  const change = (values: unknown) => ({
    kind: 'direction',
    layer: 0,
    strength: 1,
    direction: { kind: 'vector', values },
  });
  const read = (values: unknown) => readSession(changed('setup.changes.0.change', change(values)), 'a');
  assert.deepEqual(read([1, -2.5]).setup.changes[0].change, change([1, -2.5]));
  for (const wrong of [{}, [1, '2'], [1e39], 'x'])
    assert.match(problemOf(changed('setup.changes.0.change', change(wrong))), /direction\.values/);
});

test('keys that mean something in JavaScript are left out', () => {
  const hostile = TEXT.replace(
    '"setup": {',
    '"__proto__": {"polluted": true}, "setup": {"__proto__": {"x": 1}, "constructor": 5,',
  );
  assert.deepEqual(readSession(hostile, 'a'), SAMPLE);
  assert.equal(({} as Record<string, unknown>).polluted, undefined);
});

test('a nest of a million lists is refused before anything is made of it', () => {
  assert.match(problemOf(`{"format":${'['.repeat(1_000_000)}`), /64 levels/);
});

test('how deep a text is nested, and whether it ends', () => {
  const rows: readonly (readonly [string, number, boolean])[] = [
    ['', 0, false],
    ['{"a":[1]}', 2, true],
    ['{"a":[1', 2, false],
    ['"[[["', 0, true],
    ['"\\"[', 0, false],
    ['["\\\\"]', 1, true],
  ];
  for (const [json, depth, ends] of rows) assert.deepEqual(depthOf(json), { depth, ends }, json);
});
