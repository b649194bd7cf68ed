// What is done when all tests of a process have run. Node's runner calls no further hook once one has failed, and an engine
// that nobody ends keeps the process, and with it all tests, waiting for ever. Knows no test.
import { after } from 'node:test';

const works: (() => unknown)[] = [];
after(async () => {
  const failures: unknown[] = [];
  for (const work of works) {
    try {
      await work();
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
});

export function atEnd(work: () => unknown): void {
  works.push(work);
}
