import { describe, expect, it } from 'vitest';
import { add } from './add.js';
import { create } from './create.js';
import { helloSpec, useWorkspace } from './__fixtures__/workspace.js';

const workspace = useWorkspace();
const key = 'w34ther-k3y-0123456789';

describe('a key of the environment in a source', () => {
  it('gets into no file of a plugin', async () => {
    const lines: string[] = [];
    const host = workspace.host({
      env: { WEATHER_API_KEY: key },
      log: { debug: (line) => lines.push(line) },
    });
    await workspace.write('leaky.yaml', helloSpec.replace('Hello', `Hello ${key}`));
    await workspace.write('fine.yaml', helloSpec);
    const leaky = create({ source: 'leaky.yaml', verify: false, host });
    await expect(leaky).rejects.toMatchObject({
      code: 'PW_APPLY_SECRET',
      message: expect.stringMatching(/would hold the value of WEATHER_API_KEY/),
    });
    const made = await create({ source: 'fine.yaml', out: 'made', verify: false, host });
    expect(made.outcome).toBe('written');
    await workspace.write(
      'part.yaml',
      `name: HELLO_LEAK\ndescription: Leaks.\nrun: { kind: text, template: 'x ${key}' }\n`,
    );
    const more = add({ kind: 'action', from: 'part.yaml', directory: 'made', yes: true, host });
    await expect(more).rejects.toMatchObject({ code: 'PW_APPLY_SECRET' });
    host.log.debug(`the key ${key}`);
    expect(lines.at(-1)).toBe('the key [redacted WEATHER_API_KEY]');
  });
});
