import { parseSpec, type PluginSpec, type PluginSpecInput } from '@plugwright/spec';

const books = { type: 'array', items: { $ref: '#/schemas/Book' } } as const;

/** A spec with every place where a parameter, a body or a credential can be. */
const input: PluginSpecInput = {
  specVersion: 1,
  name: 'plugin-library',
  description: 'Books.',
  apis: {
    main: {
      baseUrl: 'https://library.example/v1',
      baseUrlEnv: 'LIBRARY_URL',
      headers: { 'X-Client': 'plugwright' },
    },
    slow: { baseUrl: 'https://slow.example', baseUrlEnv: 'SLOW_URL', requestsPerSecond: 1 },
  },
  auth: {
    key: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'LIBRARY_KEY' },
    queryKey: { type: 'apiKey', in: 'query', name: 'key', env: 'LIBRARY_KEY' },
    cookieKey: { type: 'apiKey', in: 'cookie', name: 'session', env: 'LIBRARY_KEY' },
    bearer: { type: 'bearer', env: 'LIBRARY_TOKEN' },
    basic: { type: 'basic', usernameEnv: 'LIBRARY_USER', passwordEnv: 'LIBRARY_PASSWORD' },
    custom: { type: 'header', name: 'Authorization', prefix: 'Token ', env: 'LIBRARY_TOKEN' },
    oauth: {
      type: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.example/token',
      clientIdEnv: 'LIBRARY_CLIENT_ID',
      clientSecretEnv: 'LIBRARY_CLIENT_SECRET',
    },
  },
  environment: [
    { name: 'LIBRARY_URL', description: 'Base URL' },
    { name: 'SLOW_URL', description: 'Base URL' },
    { name: 'LIBRARY_KEY', description: 'Key', sensitive: true },
    { name: 'LIBRARY_TOKEN', description: 'Token', sensitive: true },
    { name: 'LIBRARY_USER', description: 'User' },
    { name: 'LIBRARY_PASSWORD', description: 'Password', sensitive: true },
    { name: 'LIBRARY_CLIENT_ID', description: 'Client' },
    { name: 'LIBRARY_CLIENT_SECRET', description: 'Secret', sensitive: true },
    { name: 'LIBRARY_LANGUAGE', description: 'Language', default: 'en' },
  ],
  permissions: {
    hosts: ['library.example', 'slow.example', 'login.example'].map((host) => ({
      host,
      reason: 'The API.',
    })),
    environment: [
      'LIBRARY_KEY',
      'LIBRARY_TOKEN',
      'LIBRARY_USER',
      'LIBRARY_PASSWORD',
      'LIBRARY_CLIENT_ID',
      'LIBRARY_CLIENT_SECRET',
      'LIBRARY_LANGUAGE',
      'LIBRARY_URL',
      'SLOW_URL',
    ].map((name) => ({ name, reason: 'Configuration.' })),
  },
  schemas: {
    Book: {
      type: 'object',
      properties: { title: { type: 'string' }, pages: { type: 'integer' } },
      required: ['title'],
    },
  },
  actions: [
    {
      name: 'LIBRARY_GET_BOOK',
      description: 'Gets a book.',
      parameters: [
        { name: 'id', required: true, schema: { type: 'integer' }, examples: [7] },
        { name: 'fields', schema: { type: 'array', items: { type: 'string' } } },
        { name: 'limit', required: true, schema: { type: 'integer', minimum: 1 } },
        { name: 'trace', required: true, schema: { type: 'string' } },
        { name: 'theme', required: true, schema: { type: 'string' } },
      ],
      run: {
        kind: 'http',
        api: 'main',
        method: 'GET',
        path: '/books/{id}',
        bind: [
          { parameter: 'id', in: 'path', name: 'id' },
          { parameter: 'fields', in: 'query', name: 'fields' },
          { parameter: 'limit', in: 'query', name: 'limit' },
          { parameter: 'trace', in: 'header', name: 'X-Trace' },
          { parameter: 'theme', in: 'cookie', name: 'theme' },
        ],
        query: { format: 'full' },
        headers: { 'X-Fixed': 'yes' },
        response: {
          kind: 'json',
          schema: { $ref: '#/schemas/Book' },
          example: { title: 'Emma', pages: 474 },
        },
      },
    },
    {
      name: 'LIBRARY_NEW_BOOKS',
      description: 'Gets new books.',
      run: {
        kind: 'http',
        api: 'main',
        method: 'GET',
        path: '/books/new',
        response: { kind: 'json', schema: books },
      },
    },
    {
      name: 'LIBRARY_ADD_BOOK',
      description: 'Adds a book.',
      parameters: [
        { name: 'title', required: true, schema: { type: 'string' } },
        { name: 'pages', schema: { type: 'integer' } },
      ],
      run: {
        kind: 'http',
        api: 'main',
        method: 'POST',
        path: '/books',
        bind: [
          { parameter: 'title', in: 'body', name: 'title' },
          { parameter: 'pages', in: 'body', name: 'pages' },
        ],
        body: { mediaType: 'application/json', encoding: 'json', required: true },
        auth: [['key']],
        response: { status: 201, kind: 'empty' },
      },
    },
    {
      name: 'LIBRARY_REPLACE_BOOK',
      description: 'Replaces a book.',
      parameters: [{ name: 'book', required: true, schema: { $ref: '#/schemas/Book' } }],
      run: {
        kind: 'http',
        api: 'main',
        method: 'PUT',
        path: '/books',
        body: {
          mediaType: 'application/json',
          encoding: 'json',
          parameter: 'book',
          required: true,
        },
        auth: [['bearer'], ['basic'], ['custom']],
        response: { kind: 'text', example: 'done' },
      },
    },
    {
      name: 'LIBRARY_LOGIN',
      description: 'Logs in.',
      parameters: [
        { name: 'user', required: true, schema: { type: 'string' } },
        { name: 'age', schema: { type: 'integer' } },
      ],
      run: {
        kind: 'http',
        api: 'slow',
        method: 'POST',
        path: '/login',
        bind: [
          { parameter: 'user', in: 'body', name: 'user' },
          { parameter: 'age', in: 'body', name: 'age' },
        ],
        body: { mediaType: 'application/x-www-form-urlencoded', encoding: 'form', required: true },
        auth: [['queryKey'], ['cookieKey']],
        response: { kind: 'text', mediaType: 'text/plain' },
      },
    },
    {
      name: 'LIBRARY_UPLOAD_COVER',
      description: 'Uploads a cover.',
      parameters: [{ name: 'cover', required: true, schema: { type: 'string' } }],
      run: {
        kind: 'http',
        api: 'main',
        method: 'POST',
        path: '/covers',
        bind: [{ parameter: 'cover', in: 'body', name: 'cover', binary: true }],
        body: { mediaType: 'multipart/form-data', encoding: 'multipart', required: true },
        auth: [['oauth']],
        response: { kind: 'binary', mediaType: 'image/*' },
      },
    },
    {
      name: 'LIBRARY_SAY',
      description: 'Says something.',
      parameters: [{ name: 'word', required: true, schema: { type: 'string' } }],
      run: { kind: 'text', template: 'You said {word}.' },
    },
  ],
  providers: [
    {
      name: 'LIBRARY_HOURS',
      description: 'Opening hours.',
      run: {
        kind: 'http',
        api: 'main',
        method: 'GET',
        path: '/hours',
        response: { kind: 'json' },
      },
    },
  ],
  services: [
    {
      name: 'library_news',
      description: 'News.',
      run: {
        kind: 'poll',
        everyMs: 60_000,
        event: 'LIBRARY_NEWS',
        request: {
          kind: 'http',
          api: 'main',
          method: 'GET',
          path: '/news',
          response: { kind: 'json' },
        },
      },
    },
  ],
  routes: [
    {
      name: 'say',
      description: 'Says.',
      method: 'GET',
      path: '/say/:word',
      run: { kind: 'action', action: 'LIBRARY_SAY' },
    },
    {
      name: 'add',
      description: 'Adds.',
      method: 'POST',
      path: '/add',
      run: { kind: 'action', action: 'LIBRARY_ADD_BOOK' },
    },
  ],
  lazy: {
    action: 'LIBRARY_CALL',
    search: 'LIBRARY_SEARCH',
    operations: [
      {
        name: 'LIBRARY_DELETE_BOOK',
        description: 'Deletes a book.',
        parameters: [{ name: 'path', required: true, schema: { type: 'string' } }],
        run: {
          kind: 'http',
          api: 'main',
          method: 'DELETE',
          path: '/books/{path}',
          bind: [{ parameter: 'path', in: 'path', name: 'path', allowReserved: true }],
          response: { status: 204, kind: 'json' },
        },
      },
    ],
  },
  budgets: { bundleBytes: 900_000, bootMs: 9000, actionMs: 8000, memoryBytes: 900_000_000 },
};

/** The spec, checked. */
export function librarySpec(change: Partial<PluginSpecInput> = {}): PluginSpec {
  const result = parseSpec({ ...input, ...change });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics, null, 2));
  return result.spec;
}
