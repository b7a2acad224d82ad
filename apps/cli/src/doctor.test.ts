import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCli } from './__fixtures__/run-cli.js';

describe('plugwright doctor, where things are missing', () => {
  afterEach(() => {
    vi.doUnmock('@plugwright/engine');
    vi.resetModules();
  });

  it('ends with 1, says what to do, and shows what npm says with --debug', async () => {
    vi.resetModules();
    const engine = await import('@plugwright/engine');
    vi.doMock('@plugwright/engine', () => ({
      ...engine,
      doctor: async ({ onProgress }: { onProgress: (text: string) => void }) => {
        onProgress('added 3 packages\n');
        return {
          ok: false,
          rows: [
            { name: 'Node.js', state: 'ok', found: '22.0.0' },
            { name: 'store', state: 'missing', found: 'none', hint: 'Prepare it.' },
            { name: 'disk', state: 'warn', found: 'full', hint: 'Free it.' },
          ],
          isolation: {
            driver: 'bubblewrap',
            level: 'restricted',
            canaries: [
              { name: 'mount', open: false, found: 'EPERM' },
              { name: 'connect out', open: true, found: 'got\u001b[2J' },
            ],
          },
        };
      },
    }));
    const run = await runCli(['doctor', '--prepare', '--debug']);
    expect(run.code).toBe(1);
    expect(run.stdout).toBe(
      '✔ Node.js  22.0.0\n✖ store    none\n           Prepare it.\n! disk     full\n           Free it.\n' +
        '\nWhat generated code tried in the self-test\n\n' +
        '  stopped  mount        EPERM\n  got out  connect out  got\\u001b[2J\n',
    );
    expect(run.stderr).toContain('added 3 packages');
    expect((await runCli(['doctor', '--prepare'])).stderr).not.toContain('added');
  });
});
