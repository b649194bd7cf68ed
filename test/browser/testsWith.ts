// test() with hooks. Those that Node's runner knows hold for every test of a process, whichever file it is written in,
// and here the files share one. Knows no test.
import { test } from 'node:test';

export interface Hooks {
  /** Before the first of these tests. */
  readonly once: () => Promise<void>;
  readonly before?: () => Promise<void>;
  /** Behind each of these tests, also where it has failed. */
  readonly after?: () => Promise<void> | void;
}

export function testsWith({ once, before, after }: Hooks): (name: string, work: () => Promise<void>) => void {
  let begun: Promise<void> | undefined;
  return (name, work) => {
    test(name, async (context) => {
      begun ??= once();
      await begun;
      if (after) context.after(after);
      await before?.();
      await work();
    });
  };
}
