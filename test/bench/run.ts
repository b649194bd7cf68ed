// npm run bench [-- --only NAME,…] [--json] [--table]: what things cost, each next to what it is compared with. A case is
// printed as soon as it is measured. Numbers are medians, and nothing is asserted.
import { parseArgs } from 'node:util';
import { CASES, type Case } from './cases.ts';
import { figuresOf } from './figures.ts';

const USAGE = `npm run bench [-- --only NAME,…] [--json] [--table]
--json   a line of JSON for each case
--table  a table in Markdown
${CASES.map(({ name, what }) => `  ${name.padEnd(14)} ${what}`).join('\n')}`;

const { only, json, table, help } = argumentsGiven();
if (help) console.log(USAGE);
else {
  if (table) console.log('| Case | Figure | Value |\n| --- | --- | ---: |');
  for (const one of only) await measure(one);
}

async function measure({ name, what, run }: Case): Promise<void> {
  console.error(`${name}: ${what} …`);
  const start = performance.now();
  const figures = await run();
  const seconds = (performance.now() - start) / 1000;
  if (json) console.log(JSON.stringify({ case: name, seconds, figures }));
  else if (table) for (const { name: of, value } of figuresOf(figures)) console.log(`| ${name} | ${of} | ${value} |`);
  else {
    console.log(`${name}, in ${Math.round(seconds)} s`);
    for (const { name: of, value } of figuresOf(figures)) console.log(`  ${of}: ${value}`);
  }
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
