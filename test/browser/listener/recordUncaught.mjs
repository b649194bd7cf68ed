// Loaded into an extension host under test and the processes that it starts: writes down what nobody catches there, a line
// of JSON each. What the host itself says goes to a log that needs a native addon, which the server under test lacks.
import { appendFileSync } from 'node:fs';

const file = process.env.UNCAUGHT_FILE;
const program = process.argv.slice(1).join(' ');
const write = (line) => appendFileSync(file, `${JSON.stringify({ process: process.pid, program, ...line })}\n`);
const told = (reason) => (reason instanceof Error ? reason.stack : JSON.stringify(reason));

write({}); // so that whoever reads this knows that it was listened here
// A rejection ends most programs, and is an uncaught exception then. An extension host goes on: it listens itself.
process.on('uncaughtExceptionMonitor', (error) => write({ thrown: told(error) }));
if (process.argv.includes('--type=extensionHost')) {
  const ids = new WeakMap();
  let next = 0;
  process.on('unhandledRejection', (reason, promise) => {
    ids.set(promise, next);
    write({ rejected: next++, thrown: told(reason) });
  });
  process.on('rejectionHandled', (promise) => write({ handled: ids.get(promise) }));
}
