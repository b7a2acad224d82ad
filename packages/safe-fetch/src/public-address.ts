import ipaddr from 'ipaddr.js';
import { PlugwrightError } from '@plugwright/errors';

/** Prefixes that carry an IPv4 address inside: NAT64 (RFC 6052, RFC 8215), 6to4, Teredo, IPv4-compatible. */
const EMBEDDED = ['64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '::/96'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
);
/** Special-purpose ranges that ipaddr.js counts as ordinary unicast (IANA registries). */
const SPECIAL_V4 = [
  '192.0.0.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.175.48.0/24',
].map((range) => ipaddr.IPv4.parseCIDR(range));
const SPECIAL_V6 = [
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '3fff::/20',
  '5f00::/16',
  'fec0::/10',
  '2620:4f:8000::/48',
].map((range) => ipaddr.IPv6.parseCIDR(range));

/**
 * Whether an address lies on the public internet: not loopback, private, link-local (cloud metadata),
 * shared, multicast or reserved, and not an IPv6 form of such an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  if (!ipaddr.isValid(bare)) return false;
  // `process` unwraps ::ffff:127.0.0.1.
  const ip = ipaddr.process(bare);
  if (ip.range() !== 'unicast') return false;
  if (ip instanceof ipaddr.IPv4) return !SPECIAL_V4.some((range) => ip.match(range));
  return ![...EMBEDDED, ...SPECIAL_V6].some((range) => ip.match(range));
}

/**
 * Whether an address is public or lies in one of the networks that were allowed by name, as `10.1.0.0/16`.
 * An IPv4 address inside an IPv6 one counts only as `::ffff:0:0/96`: other forms reach it through a gateway.
 *
 * @throws `PW_FETCH_CIDR` when a network is not written as one.
 */
export function isAllowedAddress(address: string, allowCidrs: readonly string[] = []): boolean {
  const networks = allowCidrs.map(network);
  if (isPublicAddress(address)) return true;
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  return networks.some(([base, bits]) => ip.kind() === base.kind() && ip.match(base, bits));
}

function network(cidr: string): ReturnType<typeof ipaddr.parseCIDR> {
  if (/^(?:\d+(?:\.\d+){3}|[\da-f.]*:[\da-f:.]*)\/\d+$/i.test(cidr) && ipaddr.isValidCIDR(cidr))
    return ipaddr.parseCIDR(cidr);
  throw new PlugwrightError({
    code: 'PW_FETCH_CIDR',
    message: `${JSON.stringify(cidr.slice(0, 60))} is not a network.`,
    hint: 'Write it as 10.1.0.0/16 or fd00:1::/32.',
  });
}
