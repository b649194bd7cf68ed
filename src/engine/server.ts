// The main file of the engine's process, which connects the engine to its parent. Knows the process, not the questions.

import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { Pipe } from '../contract/guardedPipe.ts';
import { openChannel } from './channel.ts';
import { endWithParent } from './endWithParent.ts';
import { createEngine } from './engine.ts';
import { answeringPings } from './pulse.ts';
import { givingReceipts } from './receipts.ts';

const pipe: Pipe = {
  post: (message) => void process.send?.(message, undefined, undefined, () => {}), // the parent may have gone
  receive: (listener) => void process.on('message', listener),
};
const parent = openChannel<EngineEvents, EngineApi>(
  givingReceipts(answeringPings(pipe)),
  createEngine({
    modelOpened: (run, share) => void parent.modelOpened.asEvent(run, share),
    blockDone: (run, done, of, tokens) => void parent.blockDone.asEvent(run, done, of, tokens),
    inspectionProgress: (inspection, progress) => void parent.inspectionProgress.asEvent(inspection, progress),
    contextProgress: (report, progress) => void parent.contextProgress.asEvent(report, progress),
  }),
  {
    tightBuffers: false, // between processes everything is copied anyway
    onBug: (error, question) => console.error(`${question}:`, error),
    onStray: (problem) => console.error('dropped:', problem),
  },
);
endWithParent();
