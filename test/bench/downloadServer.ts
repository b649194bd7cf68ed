// The server of the download benchmark, in a process of its own: a hub with one model of a given number of megabytes,
// as fast as loopback takes it. It sends its address when it is ready, and keeps one megabyte of the model in memory.
import { createHash } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { COMMIT, listingOf, REPO, sendFile, sendJson } from '../unit/hub/hubServer.ts';

const MEGABYTE = createHash('shake256', { outputLength: 1 << 20 })
  .update('tokenscope')
  .digest();
const megabytes = Number(process.argv[2]);
const SMALL = { 'config.json': Buffer.from('{"model_type":"gpt2"}'), 'tokenizer.json': Buffer.from('{}') };

const hash = createHash('sha256');
for (let i = 0; i < megabytes; i++) hash.update(MEGABYTE);
const size = megabytes * MEGABYTE.length;
const weights = { rfilename: 'model.safetensors', size, lfs: { sha256: hash.digest('hex'), size, pointerSize: 134 } };
const { siblings, ...listing } = listingOf({ files: SMALL }) as { readonly siblings: readonly object[] };

const server = createServer((request, response) => {
  const path = request.url ?? '';
  const small = Object.entries(SMALL).find(([name]) => path === `/${REPO}/resolve/${COMMIT}/${name}`);
  if (path.startsWith('/api/models/')) sendJson(response, { ...listing, siblings: [...siblings, weights] });
  else if (small) sendFile(response, small[1], undefined);
  else sendWeights(response.writeHead(200, { 'content-length': size }), megabytes);
});
server.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.on('disconnect', () => process.exit());

function sendWeights(response: ServerResponse, left: number): void {
  for (let i = left; i > 0; i--) {
    if (!response.write(MEGABYTE)) return void response.once('drain', () => sendWeights(response, i - 1));
  }
  response.end();
}
