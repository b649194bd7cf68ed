// Runs parts of `npm test` many times and prints what failed: npm run test:repeat -- host --times 10 --busy 2. With
// --busy as many loops run beside them, as other work on the machine would.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '10' }, busy: { type: 'string', default: '0' } },
});
const loops = Array.from({ length: Number(values.busy) }, () => spawn(process.execPath, ['-e', 'for (;;);']));
process.once('exit', () => {
  for (const loop of loops) loop.kill();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

let failedRuns = 0;
for (let i = 1; i <= Number(values.times); i++) {
  const started = performance.now();
  const printed = await runOnce();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const lines = printed.trimEnd().split('\n');
  console.log(`${i}: ${lines.at(-1)}, ${seconds} s, ${loops.length} busy loops`);
  if (!/, 0 failed$/.test(lines.at(-1) ?? '')) {
    failedRuns++;
    const from = lines.findIndex((line) => /^✖ failing tests:|^ {2}\d+ failing$/.test(line));
    console.log(lines.slice(from < 0 ? -40 : from).join('\n'));
  }
}
console.log(`${failedRuns} of ${values.times} runs failed`);
process.exit(failedRuns > 0 ? 1 : 0);

async function runOnce(): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'test.ts'), ...positionals]);
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  await new Promise((resolve) => child.once('close', resolve));
  return printed;
}
