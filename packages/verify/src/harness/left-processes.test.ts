import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { leftBehindProblem, leftProcesses } from './left-processes.js';

describe.runIf(process.platform === 'linux')('leftProcesses', () => {
  it('waits for a process that ends, and counts one that does not', async () => {
    const marker = 'plugwright-left-test';
    const start = (seconds: string) =>
      spawn('/usr/bin/sleep', [seconds], { env: { PLUGWRIGHT_RUN: marker }, stdio: 'ignore' });
    start('0.2');
    expect(await leftProcesses(marker)).toBe(undefined);
    const child = start('30');
    expect(await leftProcesses(marker)).toEqual(leftBehindProblem(1));
    child.kill('SIGKILL');
  });

  it('knows nothing without a marker', async () => {
    expect(await leftProcesses()).toBe(undefined);
    expect(leftBehindProblem(2).message).toContain('2 child processes');
  });
});
