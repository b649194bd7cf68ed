// Measures in a process that is started as the engine's is, with its settings of the heap and its huge pages: in any other
// the same products take a quarter to a third longer. Knows no case.
import { join } from 'node:path';
import { spawnEngine } from '../../src/engine/spawn.ts';
import type { Report } from './report.ts';

/** A module of this folder with a function `measure`. What goes in and comes out is copied between the processes. */
export interface Measuring<Input, Answer> {
  measure(input: Input, report: Report): Promise<Answer>;
}

/** What the parent says to the child. */
export interface Order {
  readonly module: string;
  readonly input: unknown;
}

/** What the child says to the parent, the answer last. */
export type Message = { readonly figures: object } | { readonly answer: unknown };

const CHILD = join(import.meta.dirname, 'measureInChild.ts');

/** Runs the module's measure(); fails where its process ends without an answer. */
export async function asEngine<Input, Answer>(module: string, input: Input, report: Report): Promise<Answer> {
  const child = spawnEngine(CHILD, console.error);
  return await new Promise((resolve, reject) => {
    let answered: { readonly answer: unknown } | undefined;
    child.on('message', (message: Message) => {
      if ('answer' in message) answered = message;
      else report(message.figures);
    });
    child.on('error', reject);
    // Its answer counts when the process has ended, so that nothing of it runs beside the next case.
    child.on('exit', (code, signal) =>
      answered ? resolve(answered.answer as Answer) : reject(new Error(`${module} ended with ${code ?? signal}`)),
    );
    child.send({ module, input } satisfies Order);
  });
}
