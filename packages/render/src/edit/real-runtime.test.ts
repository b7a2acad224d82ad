import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ActionResult, AgentRuntime } from '@elizaos/core';
import { render } from '../render.js';
import { applied, type Files, fragments, kinds, shape } from './__fixtures__/shapes.js';
import { add } from './index.js';

interface Agent {
  runtime: AgentRuntime;
  act: (name: string, input: object) => Promise<{ result?: ActionResult }>;
  stop: () => Promise<void>;
}

const asked: string[] = [];
let server: Server;
let root: string;
let agent: Agent;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(
      `${request.method ?? ''} ${request.url ?? ''} ${String(request.headers['x-api-key'])}`,
    );
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: 'Whiskers' }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;

  let files: Files = shape('official-quick-starter');
  for (const kind of kinds) files = applied(files, await add(files, { fragment: fragments[kind] }));
  root = await mkdtemp(join(tmpdir(), 'plugwright-edit-'));
  await symlink(
    join(import.meta.dirname, '../../../../node_modules'),
    join(root, 'node_modules'),
    'dir',
  );
  // The support files of our own plugins boot any plugin that src/index exports.
  const support = (await render(fragments.action)).filter(({ path }) =>
    /support\/(?:boot|memory-adapter)\.ts$/.test(path),
  );
  for (const [path, text] of [
    ...files,
    ...support.map((file) => [file.path, file.text] as const),
  ]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  // This shape checks `plugin.config`, which it fills from the environment, before it starts.
  vi.stubEnv('SHOP_TOKEN', 'token-of-the-test');
  const boot = pathToFileURL(join(root, 'src/__tests__/support/boot.ts')).href;
  const { bootAgent } = (await import(/* @vite-ignore */ boot)) as {
    bootAgent: (settings: Record<string, string>) => Promise<Agent>;
  };
  agent = await bootAgent({
    PETS_API_KEY: 'key-of-the-test',
    PETS_BASE_URL: `http://127.0.0.1:${port}/v1`,
  });
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await agent?.stop();
  server.close();
  await rm(root, { recursive: true, force: true });
});

describe('what was added to a plugin of the official shape', () => {
  it('answers in a real runtime, next to what was there', async () => {
    const { result } = await agent.act('PETS_GET', { id: '7' });
    const hello = await agent.act('QUICK_ACTION', {});

    expect(result).toMatchObject({ success: true, data: { actionName: 'PETS_GET' } });
    expect(result?.text).toContain('Whiskers');
    expect(asked).toEqual(['GET /v1/pets/7 key-of-the-test']);
    expect(hello.result).toMatchObject({ success: true, text: 'Hello world!' });
  });

  it('is registered in full', () => {
    const { runtime } = agent;
    expect(runtime.providers.map(({ name }) => name)).toContain('SHOP_HOURS');
    expect(runtime.evaluators.map(({ name }) => name)).toContain('NOTE_PETS');
    expect(runtime.getService('shop_keeper')).not.toBeNull();
    expect(runtime.routes.map(({ path }) => path)).toContain('/plugin-quick-starter/shop/sign');
    expect(runtime.getEvent('MESSAGE_RECEIVED')).toHaveLength(2);
  });
});
