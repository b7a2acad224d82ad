import { describe, expect, it } from 'vitest';
import { verdict, type EndedBox } from './bubblewrap-verdict.js';
import { defaultLimits } from './limits.js';
import type { Watched } from './watch-process.js';

const watched: Watched = {
  code: 0,
  signal: null,
  stopped: undefined,
  stdout: '',
  stderr: '',
  channel: '',
  truncated: false,
  durationMs: 1,
};
const of = (box: Partial<EndedBox>, seen: Partial<Watched> = {}) =>
  verdict(
    { exitCode: undefined, directory: undefined, group: undefined, ...box },
    { ...watched, ...seen },
    defaultLimits,
  );
const group = {
  add: async () => true,
  remove: async () => {},
  passed: () => 'memoryBytes' as const,
};

describe('verdict', () => {
  it('takes the code that bubblewrap names, and a signal out of it', () => {
    expect(of({ exitCode: 0 })).toMatchObject({ code: 0, signal: null, cancelled: false });
    expect(of({ exitCode: 3 })).toMatchObject({ code: 3, signal: null });
    expect(of({ exitCode: 137 })).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(of({ exitCode: 139 })).toMatchObject({ code: null, signal: 'SIGSEGV' });
    expect(of({ exitCode: 255 })).toMatchObject({ code: 255, signal: null });
  });

  it('is killed when bubblewrap could name nothing', () => {
    expect(of({}, { code: null, signal: 'SIGTERM' })).toMatchObject({ signal: 'SIGTERM' });
    expect(of({})).toMatchObject({ code: null, signal: 'SIGKILL' });
  });

  it('names the limit: what stopped it, the signal, or the kernel', () => {
    expect(of({ exitCode: 143 }, { stopped: 'time' })).toMatchObject({ limit: 'wallMs' });
    expect(of({ exitCode: 143 }, { stopped: 'output' })).toMatchObject({ limit: 'floodBytes' });
    expect(of({ exitCode: 143 }, { stopped: 'cpuMs' })).toMatchObject({ limit: 'cpuMs' });
    expect(of({ exitCode: 152 })).toMatchObject({ limit: 'cpuMs', signal: 'SIGXCPU' });
    expect(of({ exitCode: 153 })).toMatchObject({ limit: 'workspaceBytes', signal: 'SIGXFSZ' });
    expect(of({ exitCode: 137, group })).toMatchObject({ limit: 'memoryBytes' });
    expect(of({ exitCode: 0, group })).not.toHaveProperty('limit');
    const cancelled = of({ exitCode: 143 }, { stopped: 'cancelled' });
    expect(cancelled).toMatchObject({ cancelled: true });
    expect(cancelled).not.toHaveProperty('limit');
  });
});
