import { createRedactor } from '@plugwright/vault/redact';
import { describe, expect, it } from 'vitest';
import { capture } from './__fixtures__/run-cli.js';
import { redactOutput } from './redact-output.js';

describe('what is written', () => {
  it('loses secrets, as text and as bytes, until it is released', () => {
    const { stream, text } = capture();
    const { write } = stream;
    const redactor = createRedactor(() => []);
    redactor.add({ name: 'KEY', value: 'a-very-secret-value' });
    const release = redactOutput({ stdout: capture().stream, stderr: stream }, redactor);
    stream.write('text a-very-secret-value\n');
    stream.write(Buffer.from('bytes a-very-secret-value\n'));
    const plain = Buffer.from([0xff, 0x0a]);
    stream.write(plain);
    release();
    expect(stream.write).toBe(write);
    expect(text()).not.toContain('a-very-secret-value');
    expect(text()).toMatch(/^text \S.*\nbytes \S.*\n/);
    // Bytes without a secret go through as they are.
    expect(text().endsWith(plain.toString())).toBe(true);
  });
});
