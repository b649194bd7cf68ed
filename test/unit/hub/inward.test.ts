// Addresses of this machine and its network, in the ways in which URLs write them, and a hub that leads there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInward, leadsInward } from '../../../src/hub/inward.ts';

const INWARD = [
  'http://localhost:1/',
  'http://LOCALHOST./',
  'http://a.localhost/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0.0.0.0/',
  'http://10.1.2.3/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[fd00::1]/',
  'http://[fe80::1]/',
];
const OUTWARD = [
  'https://huggingface.co/',
  'https://hf-mirror.com/',
  'http://8.8.8.8/',
  'http://172.32.0.1/',
  'http://11.0.0.1/',
  'http://[2606:4700::1111]/',
  'http://[::ffff:8.8.8.8]/',
  'http://localhost.example/',
];
for (const url of INWARD) test(`${url} is inward`, () => assert.equal(isInward(new URL(url)), true));
for (const url of OUTWARD) test(`${url} is not`, () => assert.equal(isInward(new URL(url)), false));

test('a hub outside leads nowhere inward; one inside may lead anywhere', () => {
  const [inside, outside] = [new URL(INWARD[9]), new URL(OUTWARD[0])];
  assert.deepEqual(
    [
      leadsInward(outside, inside),
      leadsInward(inside, inside),
      leadsInward(inside, outside),
      leadsInward(outside, outside),
    ],
    [true, false, false, false],
  );
});
