import { describe, expect, test } from 'vitest';
import { actionNames, phraseOf, prefixFrom, similesOf, wordsOf } from './naming.js';

const operation = (method: string, path: string, operationId?: string) => ({
  method,
  path,
  operationId,
});

describe('words', () => {
  test.each([
    ['getPetById', 'get Pet By Id'],
    ['users/list-HTTPServers2', 'users list HTTP Servers2'],
    ['listAPIs', 'list APIS'],
    ['créerUtilisateur', 'creer Utilisateur'],
    ['数量', ''],
  ])('%s', (text, words) => expect(wordsOf(text).join(' ')).toBe(words));
});

test.each([
  ['petstore', 'PETSTORE'],
  ['slack-web-api-v2', 'SLACK'],
  ['api', 'API'],
  ['amazon-elastic-compute-cloud-manager', 'AMAZON_ELASTIC_COMPUTE'],
  ['x'.repeat(40), 'X'.repeat(24)],
  ['3scale', 'API_3SCALE'],
  ['数', 'API'],
])('the prefix of %s is %s', (name, prefix) => expect(prefixFrom(name)).toBe(prefix));

describe('action names', () => {
  test('come from operation ids, otherwise from method and path', () => {
    expect(
      actionNames(
        [
          operation('GET', '/pets', 'listPets'),
          operation('GET', '/pets/{id}', undefined),
          operation('POST', '/api/v1/companies', ''),
          operation('DELETE', '/pets/{id}/toys/{toy}', '1'),
          operation('GET', '/', undefined),
          operation('GET', '/petstore/x', 'petstore_find'),
        ],
        'PETSTORE',
      ),
    ).toEqual([
      'PETSTORE_LIST_PETS',
      'PETSTORE_GET_PET',
      'PETSTORE_CREATE_COMPANY',
      'PETSTORE_DELETE_PETS_TOY',
      'PETSTORE_GET',
      'PETSTORE_FIND',
    ]);
  });

  test('are distinct, and do not depend on what comes later', () => {
    const operations = [
      operation('GET', '/a', 'find'),
      operation('POST', '/a', 'Find'),
      operation('POST', '/b', 'FIND'),
      operation('GET', '/c/{id}', undefined),
      operation('GET', '/c/{id}/', undefined),
      operation('GET', '/c/{other}', undefined),
      operation('GET', '/c/{other}', undefined),
    ];
    const names = actionNames(operations, 'X');
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 2)).toEqual(['X_FIND', 'X_FIND_POST']);
    expect(actionNames(operations.slice(0, 4), 'X')).toEqual(names.slice(0, 4));
  });

  test('are distinct without underscores too, as the runtime compares them', () => {
    const operations = [
      operation('GET', '/a', 'list2'),
      operation('GET', '/b', 'list_2'),
      operation('GET', '/c', 'list-2'),
    ];
    const names = actionNames(operations, 'X');
    expect(new Set(names.map((name) => name.replaceAll('_', ''))).size).toBe(3);
    expect(names[0]).toBe('X_LIST2');
  });

  test('have at most 64 characters; what is cut gets a hash', () => {
    const long = 'veryLongOperationName'.repeat(8);
    const names = actionNames(
      [operation('GET', '/a', long), operation('GET', '/b', long)],
      'PREFIX',
    );
    expect(names[0]).toMatch(/^PREFIX_VERY_LONG_.*_[0-9A-F]{6}$/);
    expect(names.every((name) => name.length <= 64)).toBe(true);
    expect(names[0]).not.toBe(names[1]);
  });
});

test.each([
  ['GET', '/v1/users', 'list', ['users']],
  ['GET', '/users/{id}', 'get', ['user']],
  ['POST', '/addresses', 'create', ['address']],
  ['PUT', '/boxes/{id}', 'replace', ['box']],
  ['PATCH', '/status/{id}', 'update', ['status']],
  ['HEAD', '/a/b/c/d', 'check', ['b', 'c', 'd']],
  ['GET', '/{id}', 'get', []],
])('%s %s reads %s %j', (method, path, verb, words) => {
  expect(phraseOf(method, path)).toEqual({ verb, words });
});

test('similes are two to five other names, none of which is an action', () => {
  const taken = new Set(['X_FIND_PETS', 'FIND_PETS', 'LIST_PETS']);
  const similes = similesOf(
    { ...operation('GET', '/pets', 'findPets'), summary: 'Find all pets' },
    'X_FIND_PETS',
    'X',
    taken,
  );
  expect(similes).toEqual(['FIND_ALL_PETS', 'SHOW_PETS']);
  const few = similesOf(
    { ...operation('OPTIONS', '/{id}', 'do'), summary: '' },
    'X_DO',
    'X',
    taken,
  );
  expect(few).toEqual(['DO', 'CALL_DO', 'USE_DO']);
});
