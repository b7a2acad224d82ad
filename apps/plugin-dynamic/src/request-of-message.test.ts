import { mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestOfMessage, withoutAddress } from './request-of-message.js';

let documents = '';
beforeAll(async () => {
  documents = await realpath(await mkdtemp(join(tmpdir(), 'pw-documents-')));
  await writeFile(join(documents, 'api.yaml'), 'openapi: 3.1.0');
  await symlink('/etc/hostname', join(documents, 'host.yaml'));
});
afterAll(() => rm(documents, { recursive: true, force: true }));

const asked = (text: string, settings: object = {}, more: object = {}) =>
  requestOfMessage(
    { text, ...more },
    { documents: undefined, allowUrls: true, ...settings },
    'Ada',
  );

describe('what a message asks for', () => {
  it.each([
    'Build a plugin that rolls dice',
    'Create a plugin that watches https://example.com/feed.xml every 10 minutes',
    'Build a plugin that posts https://example.com/status.json to the channel',
    '/etc/passwd',
    'plugwright.yaml',
  ])('takes %s for words', (text) => {
    expect(asked(text)).toEqual({ request: { text, from: 'message', isSentence: true } });
  });

  it.each([
    [
      'Make a plugin from https://example.com/api/openapi.json.',
      'https://example.com/api/openapi.json',
    ],
    [
      'Build a plugin for this OpenAPI document: <https://example.com/v3>',
      'https://example.com/v3',
    ],
    [
      'Make a plugin out of the spec at https://example.com/spec.yaml please',
      'https://example.com/spec.yaml',
    ],
  ])('%s names the address of a document', (text, source) => {
    expect(asked(text)).toEqual({ request: { source, cwd: '/' } });
    expect(asked(text, { allowUrls: false })).toEqual({
      refused: expect.stringContaining('fetch'),
    });
  });

  it.each([
    '```yaml\nspecVersion: 1\nname: plugin-x\n```',
    'Make this:\n```\n{ "openapi": "3.1.0" }\n```\nthanks',
    'swagger: "2.0"\ninfo: {}',
  ])('takes a pasted document: %j', (text) => {
    expect(asked(text)).toMatchObject({ request: { from: 'message' } });
    expect(asked(text)).not.toHaveProperty('request.isSentence');
  });

  it('takes an attached document, and no other attachment', () => {
    const attachments = [
      { id: '1', url: '', text: 'a photo of a cat' },
      { id: '2', url: '', title: 'api.json', text: '{"openapi":"3.0.0"}' },
    ];
    expect(asked('Make a plugin from this', {}, { attachments })).toEqual({
      request: { text: '{"openapi":"3.0.0"}', from: 'api.json' },
    });
    const untitled = [{ id: '2', url: '', text: '{"openapi":"3.0.0"}' }];
    expect(asked('', {}, { attachments: untitled })).toMatchObject({
      request: { from: 'attachment' },
    });
  });

  it('reads files only below the directory for them, and not through links', () => {
    const named = (path: string) => asked(`Make a plugin from the file ${path}`, { documents });
    expect(named('api.yaml')).toEqual({
      request: { source: join(documents, 'api.yaml'), cwd: documents },
    });
    for (const path of ['../api.yaml', '/etc/api.yaml', 'host.yaml', '~/api.yaml/../../x.json'])
      expect(named(path)).toEqual({ refused: expect.stringContaining('I cannot read') });
    expect(asked('Make a plugin from the file api.yaml')).toEqual({
      refused: expect.stringContaining('not allowed to read files'),
    });
  });
});

describe('withoutAddress', () => {
  it.each([
    ['@Ada, build a plugin', 'build a plugin'],
    ['Hey Ada: build a plugin', 'build a plugin'],
    ['<@1234> build a plugin', 'build a plugin'],
    ['Adamant people', 'Adamant people'],
    ['build Ada', 'build Ada'],
  ])('%s', (text, rest) => {
    expect(withoutAddress(text, 'Ada')).toBe(rest);
    expect(withoutAddress(text, '')).toBe(text);
  });
});
