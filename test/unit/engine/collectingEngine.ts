// The engine with one thing more: when its parent says so, it collects its garbage, so that what is in memory can be told
// from what V8 has not looked at yet. Knows no question.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import '../../../src/engine/server.ts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

process.on('message', (message) => {
  if (message !== 'collect') return;
  for (let times = 0; times < 3; times++) collect(); // what only a finaliser kept goes with the next one
  process.send?.('collected');
});
