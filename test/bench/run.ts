// npm run bench [-- --only NAME,…] [--json] [--table] [--profile]: what things cost, each next to what it is compared with.
// Every figure is printed as soon as it is measured. Numbers are medians, and nothing is asserted.
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CASES, type Case } from './cases.ts';
import { figuresOf } from './figures.ts';
import { profiled, profileInto } from './profile.ts';
import { withCase } from './table.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/performance.md');
const PROFILES = join(ROOT, 'out/bench/profiles');

const USAGE = `npm run bench [-- --only NAME,…] [--json] [--table] [--profile]
--json     a line of JSON for what is measured together, and one for the seconds that a case took
--table    writes the tables of docs/performance.md, those of the cases that are measured
--profile  writes profiles of Node and of onnxruntime into out/bench/profiles; times are longer then
${CASES.map(({ name, what }) => `  ${name.padEnd(14)} ${what}`).join('\n')}`;

const { only, json, table, profile, help } = argumentsGiven();
if (help) console.log(USAGE);
else {
  if (profile) profileInto(PROFILES);
  const start = performance.now();
  for (const one of only) await measure(one);
  console.error(`all: ${secondsSince(start)} s`);
}

async function measure({ name, what, run }: Case): Promise<void> {
  console.error(`${name}: ${what} …`);
  if (!json) console.log(name);
  const start = performance.now();
  const all: object[] = [];
  await profiled(name, () =>
    run((figures) => {
      all.push(figures);
      print(name, figures);
    }),
  );
  const seconds = secondsSince(start);
  if (json) console.log(JSON.stringify({ case: name, seconds }));
  console.error(`${name}: ${seconds} s`);
  if (!table) return;
  const page = await readFile(PAGE, 'utf8');
  await writeFile(
    PAGE,
    withCase(page, { name, what, measured: `${machine()}; the case took ${seconds} s.`, figures: all }),
  );
}

function print(name: string, figures: object): void {
  if (json) console.log(JSON.stringify({ case: name, figures }));
  else for (const { name: of, value } of figuresOf(figures)) console.log(`  ${of}: ${value}`);
}

/** 2026-12-01, AMD EPYC, 2 threads, 24 GB, linux */
function machine(): string {
  const day = new Date().toISOString().slice(0, 10);
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${day}, ${cpus()[0]?.model.trim()}, ${availableParallelism()} threads, ${memory} GB, ${process.platform}`;
}

function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 1000);
}

function argumentsGiven() {
  const values = parsedArguments();
  if (values.profile && values.table) fail('--profile makes times longer, which no table should have');
  const names = values.only?.split(',') ?? CASES.map(({ name }) => name);
  const wanted = names.map((name) => CASES.find((one) => one.name === name) ?? fail(`no case ${name}`));
  return { ...values, only: wanted };
}

function parsedArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        json: { type: 'boolean', default: false },
        table: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail((error as Error).message);
  }
}

function fail(problem: string): never {
  console.error(`${problem}\n${USAGE}`);
  process.exit(2);
}
