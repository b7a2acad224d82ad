import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, startAgent } from '../__fixtures__/agent.js';
import { specOnlyWith } from '../__fixtures__/every-kind.js';
import { type HttpDouble, json, startHttpDouble } from '../__fixtures__/http-double.js';
import { type PluginOnDisk, pluginOnDisk } from '../__fixtures__/plugin-on-disk.js';

describe('providers', () => {
  let server: HttpDouble;
  let disk: PluginOnDisk;
  let agent: Agent | undefined;
  beforeAll(async () => {
    server = await startHttpDouble();
    disk = await pluginOnDisk(specOnlyWith('providers'), 'provider', {
      'src/handlers/every-own.provider.ts': BROKEN,
    });
  });
  afterEach(async () => agent?.stop());
  afterAll(async () => server.close());

  const start = async (settings: Record<string, string> = {}): Promise<Agent> => {
    agent = await startAgent([await disk.plugin()], { EVERY_URL: server.url, ...settings });
    return agent;
  };
  const compose = ({ runtime, message }: Agent, names: string[]) =>
    runtime.composeState(message({ text: 'hi' }), names, true);

  it('gives the answer of a request as text, values and data', async () => {
    server.answer((_, response) => json(response, { state: 'up', count: 3 }));
    const state = await compose(await start({ EVERY_KEY: 'key-1234' }), ['EVERY_STATUS']);
    expect(state.text).toBe('How the API is.\nstate: up count: 3');
    expect(state.values.everyStatus).toBe('state: up count: 3');
    expect(state.data.providers?.EVERY_STATUS).toMatchObject({
      data: { value: { state: 'up', count: 3 } },
    });
    expect(server.received.at(-1)).toMatchObject({
      path: '/status',
      headers: { 'x-key': 'key-1234' },
    });
  });

  it('asks once for turns that follow each other closely, and for turns that overlap', async () => {
    server.answer((_, response) => json(response, { n: 1 }));
    const running = await start();
    const before = server.received.length;
    await Promise.all([compose(running, ['EVERY_STATUS']), compose(running, ['EVERY_STATUS'])]);
    await compose(running, ['EVERY_STATUS']);
    expect(server.received.length - before).toBe(1);
  });

  it('says nothing when the API fails, and does not ask again at once', async () => {
    server.answer((_, response) => json(response, { error: 'no' }, 500));
    const running = await start();
    const before = server.received.length;
    expect((await compose(running, ['EVERY_STATUS'])).text).toBe('');
    expect((await compose(running, ['EVERY_STATUS'])).text).toBe('');
    expect(server.received.length - before).toBe(1);
  });

  it('answers within the second that all providers share, and has a slow answer for the next turn', async () => {
    let finish = (): void => undefined;
    server.answer((_, response) => {
      finish = () => json(response, { late: true });
    });
    const running = await start();
    const started = performance.now();
    expect((await compose(running, ['EVERY_STATUS'])).text).toBe('');
    expect(performance.now() - started).toBeLessThan(1000);
    finish();
    await expect
      .poll(async () => (await compose(running, ['EVERY_STATUS'])).text)
      .toContain('late: true');
  });

  it('gives a fixed text as it is, braces included', async () => {
    const state = await compose(await start(), ['EVERY_RULES']);
    expect(state.text).toBe('Be kind. {not a placeholder}');
    expect(state.values.everyRules).toBe('Be kind. {not a placeholder}');
  });

  it('keeps the turn alive when a body that a person wrote throws', async () => {
    const state = await compose(await start(), ['EVERY_OWN', 'EVERY_RULES']);
    expect(state.text).toBe('Be kind. {not a placeholder}');
  });

  it('says in data only that a body is not written yet', async () => {
    const fresh = await pluginOnDisk(specOnlyWith('providers'), 'provider-fresh');
    const { handle } = await fresh.load<{ handle: () => Promise<unknown> }>(
      'src/handlers/every-own.provider.ts',
    );
    expect(await handle()).toEqual({
      text: '',
      data: {
        notice:
          'EVERY_OWN is not written yet: its body goes into src/handlers/every-own.provider.ts.',
      },
    });
  });

  it('runs a dynamic provider only when it is named, and keeps the position', async () => {
    const { runtime } = await start();
    expect(
      runtime.providers.map(({ name, dynamic, position }) => [name, dynamic, position]),
    ).toEqual([
      ['EVERY_STATUS', false, 5],
      ['EVERY_RULES', false, undefined],
      ['EVERY_OWN', true, undefined],
    ]);
  });
});

const BROKEN = `export async function handle() { throw new Error('broken on purpose'); }\n`;
