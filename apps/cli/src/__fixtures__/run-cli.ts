import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { main } from '../cli.js';

export interface CliRun {
  code: number;
  stdout: string;
  stderr: string;
}

/** The jobs of tests are not those of whoever runs them. */
const home = mkdtempSync(join(tmpdir(), 'pw-cli-home-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

/** A stream that keeps what it is given; with `isTTY` it looks like a terminal of 100 columns. */
export function capture(isTTY = false) {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  Object.assign(stream, { isTTY, columns: 100, rows: 30 });
  return {
    stream: stream as Writable & { isTTY: boolean; columns: number },
    text: () => text,
  };
}

/** Runs the command in this process, with streams of its own. */
export async function runCli(
  argv: readonly string[],
  options: {
    cwd?: string;
    env?: Record<string, string>;
    stdin?: string;
    tty?: boolean;
    /** A person at the terminal who types this line when asked. */
    answer?: string;
    signal?: AbortSignal;
  } = {},
): Promise<CliRun> {
  const stdout = capture(options.tty);
  const stderr = capture(options.tty);
  const piped = (async function* () {
    yield options.stdin ?? '';
  })();
  const stdin = options.answer === undefined ? piped : person(options.answer);
  const code = await main(argv, {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { PLUGWRIGHT_HOME: home, ...options.env },
    cwd: options.cwd ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
  });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

function person(answer: string) {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  stream.end(`${answer}\n`);
  return stream;
}
