import { describe, expect, test } from 'vitest';
import { isAllowedAddress, isPublicAddress } from './public-address.js';

describe('public addresses', () => {
  test.each(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
  test.each([
    '127.0.0.1',
    '127.255.255.254',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '100.100.100.200',
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '192.88.99.1',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::7f00:1',
    '2002:7f00:1::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '2001:db8::1',
    'fc00::1',
    'fd12::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '100::1',
    '3fff::1',
    '5f00::1',
    'localhost',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('a network that was allowed by name may be reached, and only that one', () => {
    const allowed = ['10.1.0.0/16', 'fd00:1::/32'];
    for (const address of ['10.1.2.3', '::ffff:10.1.2.3', 'fd00:1::5', '8.8.8.8'])
      expect([address, isAllowedAddress(address, allowed)]).toEqual([address, true]);
    for (const address of ['10.2.0.1', '127.0.0.1', 'fd00:2::5', '2002:a01:203::', 'here', ''])
      expect([address, isAllowedAddress(address, allowed)]).toEqual([address, false]);
    expect(isAllowedAddress('10.1.2.3')).toBe(false);
  });

  test.each(['10.1.0.0', '10.1.0.0/33', '10/8', 'intranet/8', '', '/'])(
    '%j is not a network',
    (cidr) => {
      expect(() => isAllowedAddress('8.8.8.8', [cidr])).toThrow(
        expect.objectContaining({ code: 'PW_FETCH_CIDR' }),
      );
    },
  );
});
