import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { capture } from './__fixtures__/run-cli.js';
import { createContext } from './context.js';
import { canAsk, openTerminal } from './terminal.js';

const flags = { json: false, quiet: false, color: false, debug: false };
function person({ isTTY = true, json = false } = {}) {
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const stderr = capture(isTTY);
  const stop = new AbortController();
  const io = {
    stdin,
    stdout: capture().stream,
    stderr: stderr.stream,
    env: {},
    cwd: '/',
    signal: stop.signal,
  };
  return { stdin, stderr, stop, context: createContext(io, { ...flags, json }) };
}

describe('a terminal', () => {
  it('is only there when somebody is', () => {
    expect(canAsk(person().context)).toBe(true);
    expect(canAsk(person({ isTTY: false }).context)).toBe(false);
    expect(canAsk(person({ json: true }).context)).toBe(false);
  });

  it('keeps lines that are typed ahead, and says when there are no more', async () => {
    const { stdin, stderr, context } = person();
    const terminal = await openTerminal(context);
    stdin.end('one\ntwo\n');
    expect(await terminal.question('first? ')).toBe('one');
    expect(await terminal.question('second? ')).toBe('two');
    expect(await terminal.question('third? ')).toBeUndefined();
    expect(stderr.text()).toContain('first? ');
    terminal.close();
  });

  it('stops at Ctrl-C, as a key and as a signal', async () => {
    const key = person();
    const terminal = await openTerminal(key.context);
    setTimeout(() => key.stdin.write('\u0003'), 20);
    await expect(terminal.question('? ')).rejects.toMatchObject({ code: 'PW_CANCELLED' });
    terminal.close();
    const signal = person();
    const other = await openTerminal(signal.context);
    setTimeout(() => signal.stop.abort(new DOMException('Cancelled.', 'AbortError')), 20);
    await expect(other.question('? ')).rejects.toMatchObject({ name: 'AbortError' });
    await expect(other.question('? ')).rejects.toMatchObject({ name: 'AbortError' });
    other.close();
  });
});
