// Another window: downloads the tests' model in a process of its own, and reports the outcome and the memory it took.
import { isFailure } from '../../../src/contract/failure.ts';
import { download } from './downloading.ts';
import { IMPATIENT } from './hubServer.ts';

const [, , endpoint, store] = process.argv;
let followed = false;
let calls = 0;
/** The peak memory. resourceUsage().maxRSS is not used, since on Linux a new process begins with its parent's. */
let maxRssBytes = 0;
const hub = { endpoint, token: undefined, retryPolicy: { ...IMPATIENT, stallMs: 30_000 } };
const onProgress = ({ kind }: { kind: string }) => {
  followed ||= kind === 'following';
  if (calls++ % 50 === 0) maxRssBytes = Math.max(maxRssBytes, process.memoryUsage.rss());
};
const said = await download(hub, store, { onProgress }).then(
  (folder) => ({ folder }),
  (thrown: unknown) => ({ failed: isFailure(thrown) ? thrown : String(thrown) }),
);
process.send?.({ ...said, followed, maxRssBytes });
process.disconnect();
