// Main of the child process: connects the engine to its parent. Knows the process, not the questions.

import type { EngineApi, EngineEvents } from '../contract/engineApi.ts';
import { openChannel, type Pipe } from './channel.ts';
import { createEngine } from './engine.ts';

const pipe: Pipe = {
  post: (message) => void process.send?.(message),
  receive: (listener) => void process.on('message', listener),
};
const parent = openChannel<EngineEvents, EngineApi>(
  pipe,
  createEngine({ blockDone: (run, done, of) => void parent.blockDone.asEvent(run, done, of) }),
  {
    tightBuffers: false, // between processes everything is copied anyway
    onBug: (error, question) => console.error(`${question}:`, error),
  },
);
// An editor that is gone needs no engine.
process.on('disconnect', () => process.exit(0));
