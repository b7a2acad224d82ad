import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Agent, startAgent, type Tables } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

const bare = () => specOnlyWith('actions', 'tasks');

describe('tasks', () => {
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  beforeAll(async () => {
    disk = await pluginOnDisk(bare(), 'task', {
      'src/handlers/every-once.task.ts': `
        export const seen: unknown[] = [];
        export let release = (): void => undefined;
        export async function handle(_r: unknown, options: { wait?: boolean; fail?: boolean }): Promise<void> {
          seen.push(options);
          if (options.wait) await new Promise<void>((resolve) => { release = resolve; });
          if (options.fail) throw new Error('broken on purpose');
        }`,
    });
  });
  afterEach(async () => agent?.stop());

  const start = async (tables?: Tables): Promise<Agent> => {
    agent = await startAgent([await disk.plugin()], {}, tables);
    return agent;
  };
  const execute = async ({ runtime }: Agent, name: string, options: Record<string, unknown> = {}) =>
    runtime.getTaskWorker(name)!.execute(runtime, options, { name, description: '', tags: [] });

  it('that repeat exist once, in the form that the task service reads', async () => {
    const { tables, runtime } = await start();
    await expect.poll(() => tables.tasks.length).toBe(1);
    const [task] = tables.tasks;
    expect(task).toMatchObject({
      name: 'EVERY_HOUR',
      description: 'Greets every hour.',
      tags: ['queue', 'repeat'],
      roomId: runtime.agentId,
      metadata: { updateInterval: 3_600_000 },
    });
    expect(task?.metadata?.createdAt).toBe(task?.metadata?.updatedAt);
    await agent?.stop();
    await start(tables);
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
    expect(tables.tasks).toHaveLength(1);
  });

  it('that were made with another interval take over the new one', async () => {
    const old = {
      id: '11111111-1111-1111-1111-111111111111' as const,
      name: 'EVERY_HOUR',
      description: 'x',
    };
    const { tables } = await start({
      memories: [],
      tasks: [{ ...old, tags: ['queue', 'repeat'], metadata: { updateInterval: 5, kept: true } }],
    });
    await expect
      .poll(() => tables.tasks.map(({ metadata }) => metadata))
      .toEqual([{ updateInterval: 3_600_000, kept: true }]);
  });

  it('run an action with its input', async () => {
    const running = await start();
    const greet = running.runtime.actions.find(({ name }) => name === 'EVERY_GREET')!;
    const handler = vi.spyOn(greet, 'handler');
    await execute(running, 'EVERY_HOUR');
    expect(handler.mock.calls[0]?.[3]).toEqual({ parameters: { who: 'World' } });
    expect(await handler.mock.results[0]?.value).toMatchObject({
      text: 'Hello World, ! {unknown} {"a": 1}',
    });
  });

  it('never throw: what fails is logged', async () => {
    const running = await start();
    const error = vi.spyOn(running.runtime.logger, 'error');
    await expect(execute(running, 'EVERY_ONCE', { fail: true })).resolves.toBeUndefined();
    expect(error.mock.calls.at(-1)).toEqual([
      { src: 'plugin-every-kind', task: 'EVERY_ONCE', error: 'broken on purpose' },
      'Task failed',
    ]);
    const greet = running.runtime.actions.find(({ name }) => name === 'EVERY_GREET')!;
    vi.spyOn(greet, 'handler').mockResolvedValueOnce({ success: false, text: 'not today' });
    await execute(running, 'EVERY_HOUR');
    expect(error.mock.calls.at(-1)?.[0]).toMatchObject({ error: 'not today' });
  });

  it('do not overlap with themselves', async () => {
    const running = await start();
    const handler = await disk.load<{ seen: unknown[]; release: () => void }>(
      'src/handlers/every-once.task.ts',
    );
    handler.seen.length = 0;
    const first = execute(running, 'EVERY_ONCE', { wait: true });
    await execute(running, 'EVERY_ONCE', { second: true });
    handler.release();
    await first;
    await execute(running, 'EVERY_ONCE', { third: true });
    expect(handler.seen).toEqual([{ wait: true }, { third: true }]);
  });

  it('start no timer of their own, and are valid whatever they are asked', async () => {
    const before = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const { runtime } = await start();
    expect(
      await runtime.getTaskWorker('EVERY_HOUR')!.validate!(runtime, {} as never, {} as never),
    ).toBe(true);
    // One timer per service is the runtime's own.
    const services = runtime.plugins.flatMap((plugin) => plugin.services ?? []).length;
    const after = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    expect(after - before).toBeLessThanOrEqual(services);
  });

  it('are reported when they cannot be scheduled', async () => {
    const { runtime } = await start();
    const error = vi.spyOn(runtime.logger, 'error');
    const { registerTask } = await disk.load<{ registerTask: (r: unknown, t: object) => void }>(
      'src/lib/task.ts',
    );
    runtime.getTasksByName = async () => {
      throw new Error('no table');
    };
    registerTask(runtime, {
      name: 'LATER',
      description: '',
      everyMs: 1000,
      run: async () => undefined,
    });
    await expect
      .poll(() => error.mock.calls.at(-1))
      .toEqual([
        { src: 'plugin-every-kind', task: 'LATER', error: 'no table' },
        'Task not scheduled',
      ]);
  });

  it('that are not written yet say so', async () => {
    const fresh = await pluginOnDisk(bare(), 'task-fresh');
    agent = await startAgent([await fresh.plugin()]);
    const warn = vi.spyOn(agent.runtime.logger, 'warn');
    await execute(agent, 'EVERY_ONCE');
    expect(warn.mock.calls.at(-1)?.[1]).toBe(
      'EVERY_ONCE is not written yet: its body goes into src/handlers/every-once.task.ts.',
    );
  });
});
