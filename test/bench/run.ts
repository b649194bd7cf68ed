// npm run bench [-- --only NAME,…] [--json] [--table]: what things cost, each next to what it is compared with. Every
// figure is printed as soon as it is measured. Numbers are medians, and nothing is asserted.
import { parseArgs } from 'node:util';
import { CASES, type Case } from './cases.ts';
import { figuresOf } from './figures.ts';

const USAGE = `npm run bench [-- --only NAME,…] [--json] [--table]
--json   a line of JSON for what is measured together, and one for the seconds that a case took
--table  a table in Markdown
${CASES.map(({ name, what }) => `  ${name.padEnd(14)} ${what}`).join('\n')}`;

const { only, json, table, help } = argumentsGiven();
if (help) console.log(USAGE);
else {
  if (table) console.log('| Case | Figure | Value |\n| --- | --- | ---: |');
  const start = performance.now();
  for (const one of only) await measure(one);
  console.error(`all: ${Math.round((performance.now() - start) / 1000)} s`);
}

async function measure({ name, what, run }: Case): Promise<void> {
  console.error(`${name}: ${what} …`);
  const start = performance.now();
  if (!json && !table) console.log(name);
  await run((figures) => print(name, figures));
  const seconds = (performance.now() - start) / 1000;
  if (json) console.log(JSON.stringify({ case: name, seconds }));
  console.error(`${name}: ${Math.round(seconds)} s`);
}

function print(name: string, figures: object): void {
  if (json) console.log(JSON.stringify({ case: name, figures }));
  else
    for (const { name: of, value } of figuresOf(figures))
      console.log(table ? `| ${name} | ${of} | ${value} |` : `  ${of}: ${value}`);
}

function argumentsGiven() {
  const values = parsedArguments();
  if (values.json && values.table) fail('--json and --table are two ways to print');
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
