import type { writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openChannel } from './channel.js';

describe('openChannel', () => {
  it('writes one line per message, also through a full pipe and in pieces', () => {
    let written = '';
    let calls = 0;
    const write = ((_fd: number, bytes: Buffer, offset: number) => {
      calls += 1;
      if (calls === 2) throw Object.assign(new Error('full'), { code: 'EAGAIN' });
      const piece = bytes.subarray(offset, offset + 20);
      written += piece.toString();
      return piece.length;
    }) as unknown as typeof writeSync;
    const channel = openChannel('token', write);
    expect(channel.current()).toBe('start');
    channel.step('init');
    channel.evidence('actions', [1]);
    channel.problem({ code: 'C', severity: 'error', message: 'm', component: 'c' });
    channel.end();
    expect(channel.current()).toBe('init');
    const lines = written.trimEnd().split('\n');
    expect(lines.every((line) => line.startsWith('token {'))).toBe(true);
    expect(lines.map((line) => JSON.parse(line.slice(6)).type)).toEqual([
      'step',
      'evidence',
      'problem',
      'end',
    ]);
  });

  it('does not hide another failure', () => {
    const write = (() => {
      throw Object.assign(new Error('closed'), { code: 'EPIPE' });
    }) as unknown as typeof writeSync;
    expect(() => openChannel('token', write).end()).toThrow('closed');
  });
});
