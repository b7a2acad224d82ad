import { randomUUID } from 'node:crypto';

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
    // The variant and 62 random bits are where version 4 has them; its bytes come from a pool.
    const tail = randomUUID().slice(19);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(counter, 3)}-${tail}`;
  };
}
