// The process of asEngine(): takes one order from its parent, measures, answers and ends.
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Measuring, Message, Order } from './engineProcess.ts';
import { profiled } from './profile.ts';

const [{ module, input }] = (await once(process, 'message')) as [Order];
const { measure }: Measuring<unknown, unknown> = await import(`./${module}`);
const answer = await profiled(basename(module, '.ts'), () => measure(input, (figures) => say({ figures })));
say({ answer });
process.disconnect?.();

function say(message: Message): void {
  process.send?.(message);
}
