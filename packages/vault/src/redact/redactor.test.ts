import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor, secretForms } from './index.js';

const redactorOf = (...values: string[]) =>
  createRedactor(() => values.map((value, index) => ({ name: `KEY_${index}`, value })));
const b64 = (text: string) => Buffer.from(text).toString('base64');

/** Every way in which a secret might travel; written without looking at the redactor. */
const encodings: Record<string, (secret: string) => string> = {
  raw: (secret) => secret,
  'in a sentence': (secret) => `the key ${secret}, which`,
  base64: b64,
  'base64 behind one byte': (secret) => b64(`:${secret}`),
  'base64 behind two bytes, before others': (secret) => b64(`a:${secret} and more`),
  'base64 of a header': (secret) => `Basic ${b64(`user:${secret}`)}`,
  base64url: (secret) => Buffer.from(`{"k":"${secret}"}`).toString('base64url'),
  hex: (secret) => Buffer.from(secret).toString('hex'),
  HEX: (secret) => Buffer.from(`x${secret}`).toString('hex').toUpperCase(),
  'bytes as Node shows them': (secret) =>
    Buffer.from(secret)
      .toString('hex')
      .replaceAll(/..(?!$)/g, '$& '),
  'bytes as numbers': (secret) => JSON.stringify([...Buffer.from(secret)]),
  'a Buffer in JSON': (secret) => JSON.stringify(Buffer.from(secret)),
  'URL component': encodeURIComponent,
  'URL component twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'lower-case percent': (secret) =>
    encodeURIComponent(secret).replaceAll(/%../g, (c) => c.toLowerCase()),
  form: (secret) => new URLSearchParams({ q: secret }).toString(),
  'every byte percent': (secret) => Buffer.from(secret).toString('hex').replaceAll(/../g, '%$&'),
  json: (secret) => JSON.stringify({ a: [secret] }),
  'json in json': (secret) => JSON.stringify(JSON.stringify({ a: [secret] })),
  html: (secret) =>
    secret
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;'),
};

/** A secret of a provider, of a person, and one that every encoder changes. */
const secrets = [
  'PWx7Q2m9Zk4Lr8Tn3Vb6',
  'corr3ct horse+battery/staple=',
  'p"a\\s\'s&w<o>r%d ü€😀 1234',
];

describe('a secret that is known', () => {
  for (const secret of secrets)
    it.each(Object.entries(encodings))(`is found as %s: ${JSON.stringify(secret)}`, (_, encode) => {
      const encoded = encode(secret);
      const shown = redactorOf(secret).known(`before ${encoded} after`);
      expect(shown).toMatch(/^before .*\[redacted KEY_0\].* after$/);
      // Of base64 at most three characters on either side depend on what stands around.
      const left = shown.replace(/^before | after$|\[redacted KEY_0\]/g, '');
      expect(left.length).toBeLessThanOrEqual(encode('').length + 6);
    });

  it('is found cut off, as long as twenty characters are there', () => {
    const secret = 'PW-abcdefghijklmnopqrstuvwxyz0123456789';
    const { known } = redactorOf(secret);
    expect(known(`${secret.slice(0, 25)}…`)).toBe('[redacted KEY_0]…');
    expect(known(secret.slice(0, 20))).toBe('[redacted KEY_0]');
    expect(known(secret.slice(0, 19))).toBe(secret.slice(0, 19));
  });

  it('is found by its parts: the password and the long pieces of a URL, the lines of a key, the texts of JSON', () => {
    const url = redactorOf(
      'postgres://app:s3cret-pass@db.example.com/app?sslkey=0123456789abcdef01',
    );
    expect(url.known('password s3cret-pass, key 0123456789abcdef01')).toBe(
      'password [redacted KEY_0], key [redacted KEY_0]',
    );
    expect(url.known('postgres://app@db.example.com/app')).toBe(
      'postgres://app@db.example.com/app',
    );
    const broken = redactorOf('https://u:%zz-bad-escape@h.example/');
    expect(broken.known('%zz-bad-escape')).toBe('[redacted KEY_0]');
    const pem = redactorOf('-----BEGIN X-----\nMIIEvQIBADANBgkqhkiG9w0B\nshort\n-----END X-----');
    expect(pem.known('line MIIEvQIBADANBgkqhkiG9w0B')).toBe('line [redacted KEY_0]');
    expect(pem.known('-----BEGIN X-----')).toBe('-----BEGIN X-----');
    const account = redactorOf(
      '{"type":"service_account","private_key":"MIIEvQIBADANBgkqhkiG9w0B","uri":"https://example.com/some/path"}',
    );
    expect(account.known('"MIIEvQIBADANBgkqhkiG9w0B" at https://example.com/some/path')).toBe(
      '"[redacted KEY_0]" at https://example.com/some/path',
    );
    expect(redactorOf('{not json at all, but long').known('{not json at all, but long')).toBe(
      '[redacted KEY_0]',
    );
    expect(redactorOf('http://[not-a-url-at-all').known('x http://[not-a-url-at-all')).toBe(
      'x [redacted KEY_0]',
    );
  });

  it('is ignored when it is too short to be one, and known under its first name', () => {
    const redactor = createRedactor();
    redactor.add({ name: 'SHORT', value: 'short' });
    redactor.add({ name: 'ONE', value: ' the-same-value\n' });
    redactor.add({ name: 'TWO', value: 'the-same-value' });
    expect(redactor.known('short the-same-value')).toBe('short [redacted ONE]');
    expect(redactor.namesIn('the-same-value twice: the-same-value')).toEqual(['ONE']);
    expect(redactor.namesIn('nothing')).toEqual([]);
    expect(secretForms('12345678').every(({ text }) => text.length >= 8)).toBe(true);
  });

  it('is found among a thousand others, wherever it stands and in whatever form (500 random cases)', () => {
    const others = Array.from(
      { length: 1000 },
      (_, index) => `OTHER${index}-${b64(`value ${index * 7919}`)}`,
    );
    const redactor = redactorOf(...others);
    const ways = Object.values(encodings);
    fc.assert(
      fc.property(
        fc.nat(others.length - 1),
        fc.nat(ways.length - 1),
        fc.string({ maxLength: 30 }),
        fc.string({ maxLength: 30 }),
        (which, way, before, after) => {
          const shown = redactor.known(`${before} ${ways[way]?.(others[which] ?? '')} ${after}`);
          expect(shown).toContain(`[redacted KEY_${which}]`);
        },
      ),
      { numRuns: 500, seed: 11 },
    );
  });
});

describe('data', () => {
  const redactor = redactorOf('secret-value-1', '12345678');
  it('is copied only where a secret stands, also in keys, errors, bytes, maps and numbers', () => {
    const plain = { a: [1, 'two', null, true], b: { c: undefined } };
    expect(redactor.value(plain)).toBe(plain);
    const error = new Error('no secret-value-1', { cause: 'secret-value-1' });
    const shown = redactor.value({
      list: ['fine', 'x secret-value-1'],
      'secret-value-1': 12_345_678,
      big: 12_345_678n,
      error,
      bytes: Buffer.from('secret-value-1'),
      map: new Map([['k', 'secret-value-1']]),
      url: new URL('https://example.com/secret-value-1'),
      own: new (class {
        field = 'secret-value-1';
      })(),
    });
    const text = JSON.stringify(shown);
    expect(text).not.toContain('secret-value-1');
    expect(text).not.toContain('12345678');
    expect(shown).toMatchObject({
      '[redacted KEY_0]': '[redacted KEY_1]',
      list: ['fine', 'x [redacted KEY_0]'],
      error: { message: 'no [redacted KEY_0]', cause: '[redacted KEY_0]' },
    });
  });

  it('may hold itself, be very deep, and have a key __proto__', () => {
    const loop: Record<string, unknown> = { text: 'secret-value-1' };
    loop['self'] = loop;
    const shown = redactor.value(loop);
    expect(shown['text']).toBe('[redacted KEY_0]');
    expect(shown['self']).toBe(shown);
    let deep: unknown = 'secret-value-1';
    for (let depth = 0; depth < 1000; depth++) deep = [deep];
    expect(JSON.stringify(redactor.value(deep))).toContain('[redacted]');
    const hostile = redactor.value(JSON.parse('{"__proto__":{"a":"secret-value-1"}}') as object);
    expect(JSON.stringify(hostile)).toBe('{"__proto__":{"a":"[redacted KEY_0]"}}');
    expect(Object.getPrototypeOf(hostile)).toBe(Object.prototype);
  });

  it('keeps what only looks like a secret when only known ones are asked for', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    expect(redactor.value([token], 'known')).toEqual([token]);
    expect(redactor.value([token])).toEqual(['[redacted GitHub token]']);
  });
});

describe('a stream', () => {
  const secret = 'PW-stream-secret-0123456789';
  const lines = 'first line 12345\nPW-line-one-of-secret\nlast line 67890';
  const redactor = redactorOf(secret, lines);
  const pieces = (text: string, cuts: readonly number[]) => {
    const at = [
      0,
      ...[...cuts].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b),
      text.length,
    ];
    return at.slice(1).map((end, index) => text.slice(at[index], end));
  };
  const key = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkq\n'.repeat(20)}-----END PRIVATE KEY-----`;

  it('shows the same as the whole text, wherever it is cut (1,000 random cuts)', () => {
    const part = fc.constantFrom(
      secret,
      lines,
      b64(`x${secret}`),
      encodeURIComponent(lines),
      `Authorization: Bearer ${'t0k'.repeat(10)}`,
      key,
      '\n',
      ' plain text ',
      '-----BEGIN',
      'PW-stream',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 12 }),
        fc.array(fc.nat(5000), { maxLength: 8 }),
        (parts, cuts) => {
          const text = parts.join('\n');
          const stream = redactor.stream();
          const shown = pieces(text, cuts).map(stream.push).join('') + stream.end();
          expect(shown).toBe(redactor.text(text));
        },
      ),
      { numRuns: 1000, seed: 5 },
    );
  });

  it('comes character by character', () => {
    const text = `a ${secret}\n${key}\n${lines}\nz ${secret}`;
    const stream = redactor.stream();
    const shown = [...text].map(stream.push).join('') + stream.end();
    expect(shown).toBe(
      'a [redacted KEY_0]\n[redacted private key]\n[redacted KEY_1]\nz [redacted KEY_0]',
    );
  });

  it('shows complete lines at once', () => {
    const stream = redactorOf(secret).stream();
    expect(stream.push('one\ntwo\nthr')).toBe('one\ntwo\n');
    expect(stream.push(`ee ${secret.slice(0, 10)}`)).toBe('');
    expect(stream.push(`${secret.slice(10)}\n`)).toBe('three [redacted KEY_0]\n');
    expect(stream.end()).toBe('');
  });

  it('does not hold more than a quarter of a MiB, and loses nothing then', () => {
    const stream = redactorOf(secret).stream();
    const filler = 'x '.repeat(200_000);
    const shown = [
      stream.push(filler),
      stream.push(filler),
      stream.push(secret.slice(0, 9)),
      stream.push(secret.slice(9)),
    ];
    expect(shown[0]?.length).toBeGreaterThan(350_000);
    expect(shown.join('') + stream.end()).toBe(`${filler}${filler}[redacted KEY_0]`);
    // A block that never ends is not waited for either.
    const open = redactorOf(secret).stream();
    const block =
      open.push('-----BEGIN PRIVATE KEY-----\n') + open.push('MIIEvQIBADANBgkq\n'.repeat(20_000));
    expect(block).toContain('[redacted private key]');
    const long = redactorOf('y'.repeat(300_000)).stream();
    expect(long.push('y'.repeat(300_000)) + long.end()).toBe('[redacted KEY_0]');
  });
});
