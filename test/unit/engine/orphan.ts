// A parent that starts a child which never reads another message, and says so. Both write to the same standard output,
// which is closed when both have ended.
import { fork } from 'node:child_process';
import { endWithParent } from '../../../src/engine/endWithParent.ts';

if (process.send) {
  endWithParent();
  process.send('begins');
  for (;;);
}
fork(import.meta.filename, { stdio: ['ignore', 'inherit', 'ignore', 'ipc'] }).on('message', (message) =>
  console.log(message),
);
