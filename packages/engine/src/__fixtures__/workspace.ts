import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { type Host, nodeHost } from '../host.js';

/** A small spec of one action that needs no network. */
export const helloSpec = `specVersion: 1
name: plugin-hello
description: Says hello.
actions:
  - name: HELLO_GREET
    description: Greets somebody by name.
    parameters:
      - name: who
        description: Whom to greet
        required: true
        schema: { type: string, maxLength: 50 }
        examples: [Ada]
    run: { kind: text, template: 'Hello {who}!' }
`;

/** A small OpenAPI document with two operations. */
export const timesApi = {
  openapi: '3.0.3',
  info: { title: 'Times', version: '1.0.0', description: 'What time it is.' },
  servers: [{ url: 'https://times.example.com' }],
  paths: {
    '/zones': {
      get: {
        operationId: 'listZones',
        summary: 'List time zones',
        tags: ['zones'],
        responses: {
          200: {
            description: 'Zones',
            content: {
              'application/json': {
                schema: { type: 'array', items: { type: 'string' } },
                example: ['Europe/Berlin'],
              },
            },
          },
        },
      },
    },
    '/zones/{zone}': {
      get: {
        operationId: 'getTime',
        summary: 'Get the time of a zone',
        tags: ['time'],
        parameters: [{ name: 'zone', in: 'path', required: true, schema: { type: 'string' } }],
        responses: {
          200: {
            description: 'Time',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  required: ['time'],
                  properties: { time: { type: 'string', format: 'date-time' } },
                },
              },
            },
          },
        },
      },
    },
  },
};

/** A fresh directory for each test, and a host that lives in it. */
export function useWorkspace() {
  let root = '';
  beforeEach(async () => {
    root = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'pw-engine-')));
  });
  afterEach(() => fs.rm(root, { recursive: true, force: true }));
  return {
    path: (...parts: string[]) => join(root, ...parts),
    host: (overrides: Partial<Host> = {}): Host => nodeHost({ cwd: root, ...overrides }),
    write: async (path: string, text: string) => {
      const target = join(root, path);
      await fs.mkdir(dirname(target), { recursive: true });
      await fs.writeFile(target, text);
      return target;
    },
    read: (path: string) => fs.readFile(join(root, path), 'utf8'),
    list: async (path = '.') => (await fs.readdir(join(root, path))).sort(),
  };
}
