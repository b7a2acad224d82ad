import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeHost } from './host.js';
import { npmConfig } from './npm-config.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'npm-config-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const read = (env: Record<string, string> = {}) => npmConfig(nodeHost({ home, env, cwd: home }));

it('is that of the environment, then of the user, and without either nothing', async () => {
  expect(await read()).toEqual({ registry: undefined, ca: undefined });
  writeFileSync(join(home, 'ca.pem'), 'PEM');
  writeFileSync(
    join(home, '.npmrc'),
    `; mine\n//registry.example/:_authToken=secret\nregistry = "https://registry.example/"\r\ncafile=${join(home, 'ca.pem')}\n`,
  );
  expect(await read()).toEqual({ registry: 'https://registry.example/', ca: 'PEM' });
  expect(
    await read({ npm_config_registry: 'https://a.example', NPM_CONFIG_CAFILE: '/none' }),
  ).toEqual({
    registry: 'https://a.example',
    ca: undefined,
  });
});
