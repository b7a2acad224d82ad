import { describe, expect, it } from 'vitest';
import { bubblewrapIsHere } from '../__fixtures__/bubblewrap.js';
import { attempts, tryAttempts } from './try-attempts.js';

const only = (...names: string[]) => attempts.filter(({ name }) => names.includes(name));

describe('the attempts', () => {
  it('have names of their own, and a guard each', () => {
    expect(new Set(attempts.map(({ name }) => name)).size).toBe(attempts.length);
    expect(attempts.every(({ guard }) => guard !== '')).toBe(true);
    expect(attempts.length).toBeGreaterThanOrEqual(30);
  });

  it.runIf(bubblewrapIsHere)('all fail in a sandbox', { timeout: 120_000 }, async () => {
    const rows = await tryAttempts('bubblewrap');
    expect(rows).toHaveLength(attempts.length);
    expect(rows.filter(({ open }) => open)).toEqual([]);
    // Stopped by the sandbox, not by a mistake in the attempt.
    const failed = rows.filter(({ found }) =>
      /is not (?:defined|a function)|Unexpected|exit code 1$/.test(found),
    );
    expect(failed).toEqual([]);
  });

  it('do get out of the fallback, so that they prove something', { timeout: 60_000 }, async () => {
    const names = [
      'read a file in the home directory',
      'read through a link made inside',
      'read through a link that was there before',
      'write outside the workspace',
      'write into the dependencies',
      'connect to a service on 127.0.0.1',
      'send a datagram to 127.0.0.1',
      'connect to a Unix socket of the host',
      'kill a process of the host',
      'start processes without end',
    ];
    const rows = await tryAttempts('restricted', { only: only(...names) });
    expect(rows.map(({ name, open }) => [name, open])).toEqual(names.map((name) => [name, true]));
  });

  it('are stopped at files and programs by the permission model of Node', async () => {
    const names = [
      'read a file in the home directory',
      'list the home directory',
      'write outside the workspace',
    ];
    const rows = await tryAttempts('restricted', { only: only(...names), singleProcess: true });
    expect(rows).toEqual(names.map((name) => ({ name, open: false, found: 'ERR_ACCESS_DENIED' })));
  });
});
