import { randomBytes } from 'node:crypto';

const hex = (value: number | bigint, digits: number) => value.toString(16).padStart(digits, '0');

/**
 * Makes ids of UUID version 7 (RFC 9562, section 5.7) that grow, also when the clock goes back and within one
 * millisecond: the 12 bits of `rand_a` are a counter (method 1 of section 6.2).
 */
export function jobIds(now: () => number, after?: string): () => string {
  let lastMs = after ? Number.parseInt(after.replaceAll('-', '').slice(0, 12), 16) : 0;
  let counter = after ? Number.parseInt(after.slice(15, 18), 16) : 0;
  return () => {
    const ms = Math.floor(now());
    if (ms > lastMs) {
      lastMs = ms;
      counter = 0;
    } else if (++counter > 0xfff) {
      lastMs++;
      counter = 0;
    }
    const time = hex(lastMs, 12);
    const rest = randomBytes(8);
    rest[0] = (rest[0]! & 0x3f) | 0x80;
    const tail = rest.toString('hex');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`;
  };
}
