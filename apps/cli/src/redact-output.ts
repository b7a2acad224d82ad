import type { Redactor } from '@plugwright/vault/redact';
import type { Io, Output } from './io.js';

/**
 * Puts a redactor before everything that is written: what we print, what commander and the progress list print,
 * and what a library prints by itself. Standard output is a result and keeps what only looks like a secret, such
 * as the example in a document; standard error loses that too. Returns what takes it away again.
 */
export function redactOutput(io: Pick<Io, 'stdout' | 'stderr'>, redactor: Redactor): () => void {
  const release = [before(io.stdout, redactor.known), before(io.stderr, redactor.text)];
  return () => release.forEach((one) => one());
}

function before(output: Output, redact: (text: string) => string): () => void {
  const { write } = output;
  output.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    (write as (...args: unknown[]) => unknown).call(output, redacted(chunk, redact), ...rest);
  return () => {
    output.write = write;
  };
}

function redacted(chunk: string | Uint8Array, redact: (text: string) => string) {
  if (typeof chunk === 'string') return redact(chunk);
  const text = Buffer.from(chunk).toString('utf8');
  const shown = redact(text);
  return shown === text ? chunk : shown;
}
