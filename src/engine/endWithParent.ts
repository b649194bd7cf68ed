// Ends this process when the one that started it has gone, whatever this one does then. Usually the closed channel tells
// it; but a thread in the middle of a regular expression or of native code reads no messages. Knows no engine.
import { Worker } from 'node:worker_threads';

const EVERY_MS = 1_000;

/**
 * What the second thread runs, as text, so that it needs no file of its own in the package. A process whose parent has
 * ended gets another one; on Windows it keeps the number, under which no process is found.
 */
const WATCH = `
  const { workerData: parent } = require('node:worker_threads');
  const isThere = () => {
    try {
      return process.kill(parent, 0);
    } catch (error) {
      return error.code !== 'ESRCH';
    }
  };
  setInterval(() => {
    if (process.ppid !== parent || !isThere()) process.kill(process.pid, 'SIGKILL');
  }, ${EVERY_MS});
`;

export function endWithParent(): void {
  process.on('disconnect', () => process.exit(0));
  const limits = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };
  new Worker(WATCH, { eval: true, workerData: process.ppid, resourceLimits: limits }).unref();
}
