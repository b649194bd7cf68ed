// Whether an address is one of this machine or of the network around it, by what is written, not by what a name means.
// Knows no request.
import { BlockList, isIPv6 } from 'node:net';

/** Loopback, private and link-local networks: RFC 6890, RFC 4193, RFC 4291. */
const INWARD = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  INWARD.addSubnet(network, bits, 'ipv4');
  INWARD.addSubnet(`::ffff:${network}`, 96 + bits, 'ipv6');
}
INWARD.addAddress('::', 'ipv6');
INWARD.addAddress('::1', 'ipv6');
INWARD.addSubnet('fc00::', 7, 'ipv6');
INWARD.addSubnet('fe80::', 10, 'ipv6');

/** http://192.168.0.1/ and https://localhost:8000/ are, https://huggingface.co/ is not. */
export function isInward({ hostname }: URL): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  return INWARD.check(name, isIPv6(name) ? 'ipv6' : 'ipv4');
}

/** Whether a redirect would make this machine ask in a network in which the hub itself is not. */
export function leadsInward(hub: URL, to: URL): boolean {
  return isInward(to) && !isInward(hub);
}
