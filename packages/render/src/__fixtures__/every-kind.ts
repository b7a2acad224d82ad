import { parseSpec, type PluginSpec, type PluginSpecInput } from '@plugwright/spec';

const api = { api: 'main', response: { kind: 'json' } } as const;

/** One component of every kind and every way to run it; all of its requests go to one API. */
export const everyKindInput: PluginSpecInput = {
  specVersion: 1,
  name: 'plugin-every-kind',
  displayName: 'Every Kind',
  description: 'One of everything.',
  apis: { main: { baseUrl: 'https://api.example.com', baseUrlEnv: 'EVERY_URL', retries: 0 } },
  auth: { key: { type: 'apiKey', in: 'header', name: 'X-Key', env: 'EVERY_KEY' } },
  environment: [
    { name: 'EVERY_KEY', description: 'The key.', sensitive: true },
    { name: 'EVERY_URL', description: 'Where the API is.' },
  ],
  permissions: {
    hosts: [{ host: 'api.example.com', reason: 'The API.' }],
    environment: [
      { name: 'EVERY_KEY', reason: 'The key.' },
      { name: 'EVERY_URL', reason: 'Tests.' },
    ],
  },
  schemas: {
    Tag: {
      type: 'object',
      properties: { label: { type: 'string' }, parent: { $ref: '#/schemas/Tag' } },
      required: ['label'],
    },
  },
  actions: [
    {
      name: 'EVERY_GREET',
      description: 'Greets somebody.',
      parameters: [
        { name: 'who', description: 'Whom', required: true, schema: { type: 'string' } },
        { name: 'mood', schema: { type: 'string' } },
      ],
      run: { kind: 'text', template: 'Hello {who}, {mood}! {unknown} {"a": 1}' },
    },
    {
      name: 'EVERY_ASK',
      description: 'Asks the model.',
      parameters: [{ name: 'question', required: true, schema: { type: 'string' } }],
      run: { kind: 'model', prompt: 'Answer: {question}', size: 'small' },
    },
    {
      name: 'EVERY_WRITE',
      description: 'A body that a person writes.',
      parameters: [
        { name: 'amount', required: true, schema: { type: 'integer', minimum: 1 } },
        { name: 'tag', schema: { $ref: '#/schemas/Tag' } },
      ],
      run: { kind: 'custom', notes: 'Ask the accountant.' },
    },
    {
      name: 'EVERY_PRICE',
      description: 'Gets a price.',
      parameters: [{ name: 'symbol', required: true, schema: { type: 'string' } }],
      run: {
        kind: 'http',
        method: 'GET',
        path: '/price/{symbol}',
        bind: [{ parameter: 'symbol', in: 'path', name: 'symbol' }],
        auth: [['key']],
        ...api,
      },
    },
  ],
  providers: [
    {
      name: 'EVERY_STATUS',
      description: 'How the API is.',
      position: 5,
      run: { kind: 'http', method: 'GET', path: '/status', auth: [['key'], []], ...api },
    },
    {
      name: 'EVERY_RULES',
      description: 'House rules.',
      run: { kind: 'text', template: 'Be kind. {not a placeholder}' },
    },
    {
      name: 'EVERY_OWN',
      description: 'A provider of our own.',
      dynamic: true,
      run: { kind: 'custom' },
    },
  ],
  evaluators: [
    {
      name: 'EVERY_NOTE',
      description: 'Notes complaints.',
      alwaysRun: true,
      similes: ['EVERY_REMARK'],
      run: { kind: 'words', words: ['refund', 'straße', 'C++', 'not  good', '天気'] },
    },
    { name: 'EVERY_JUDGE', description: 'Judges.', run: { kind: 'custom', notes: 'Be just.' } },
  ],
  services: [
    {
      name: 'every_watch',
      description: 'Watches the price.',
      run: {
        kind: 'poll',
        everyMs: 1000,
        event: 'EVERY_PRICE_CHANGED',
        request: { kind: 'http', method: 'GET', path: '/watch', pick: '/price', auth: [['key'], []], ...api },
      },
    },
    { name: 'every_own', description: 'A service of our own.', run: { kind: 'custom' } },
  ],
  routes: [
    {
      name: 'hello',
      description: 'Says hello.',
      method: 'GET',
      path: '/hello/:who',
      public: true,
      run: { kind: 'text', template: 'Hello {who} from {place}' },
    },
    {
      name: 'greet',
      description: 'Greets through the action.',
      method: 'POST',
      path: '/greet/:who',
      run: { kind: 'action', action: 'EVERY_GREET' },
    },
    { name: 'own', description: 'Our own.', method: 'GET', path: '/own', run: { kind: 'custom' } },
  ],
  events: [
    { event: 'MESSAGE_RECEIVED', description: 'A message came.', run: { kind: 'log', level: 'debug' } },
    { event: 'EVERY_PRICE_CHANGED', description: 'The price changed.', run: { kind: 'custom' } },
    { event: 'RUN_ENDED', description: 'A run ended.', run: { kind: 'custom' } },
  ],
  tasks: [
    {
      name: 'EVERY_HOUR',
      description: 'Greets every hour.',
      everyMs: 3_600_000,
      run: { kind: 'action', action: 'EVERY_GREET', input: { who: 'World' } },
    },
    { name: 'EVERY_ONCE', description: 'When asked.', run: { kind: 'custom' } },
  ],
  models: [
    {
      type: 'TEXT_SMALL',
      description: 'Small text.',
      priority: 3,
      run: {
        kind: 'http',
        method: 'POST',
        path: '/generate',
        bind: [
          { parameter: 'prompt', in: 'body', name: 'prompt' },
          { parameter: 'maxTokens', in: 'body', name: 'max_tokens' },
        ],
        body: { mediaType: 'application/json', encoding: 'json' },
        pick: '/result',
        ...api,
      },
    },
    {
      type: 'TEXT_EMBEDDING',
      description: 'Embeddings.',
      run: {
        kind: 'http',
        method: 'POST',
        path: '/embed',
        bind: [{ parameter: 'text', in: 'body', name: 'input' }],
        body: { mediaType: 'application/json', encoding: 'json' },
        pick: '/data/0/embedding',
        ...api,
      },
    },
    {
      type: 'OBJECT_SMALL',
      description: 'Objects.',
      run: {
        kind: 'http',
        method: 'POST',
        path: '/object',
        bind: [
          { parameter: 'prompt', in: 'body', name: 'prompt' },
          { parameter: 'schema', in: 'body', name: 'schema' },
        ],
        body: { mediaType: 'application/json', encoding: 'json' },
        pick: '/result',
        ...api,
      },
    },
    { type: 'TEXT_LARGE', description: 'Large text.', run: { kind: 'custom' } },
  ],
  lazy: {
    action: 'EVERY_CALL_MORE',
    search: 'EVERY_SEARCH_MORE',
    operations: [
      {
        name: 'EVERY_LIST_INVOICES',
        description: 'Lists the invoices of a customer.',
        parameters: [
          { name: 'customer', description: 'Whose', required: true, schema: { type: 'integer' } },
          { name: 'tag', schema: { $ref: '#/schemas/Tag' } },
        ],
        run: {
          kind: 'http',
          method: 'GET',
          path: '/customers/{customer}/invoices',
          bind: [
            { parameter: 'customer', in: 'path', name: 'customer' },
            { parameter: 'tag', in: 'query', name: 'tag', json: true },
          ],
          ...api,
        },
      },
      {
        name: 'EVERY_DELETE_CUSTOMER',
        description: 'Deletes a customer for good.',
        parameters: [{ name: 'customer', required: true, schema: { type: 'integer' } }],
        run: {
          kind: 'http',
          method: 'DELETE',
          path: '/customers/{customer}',
          bind: [{ parameter: 'customer', in: 'path', name: 'customer' }],
          ...api,
        },
      },
    ],
  },
};

/** The same, as the reader gives it. Throws when the input is not accepted. */
export function everyKindSpec(change: Partial<PluginSpecInput> = {}): PluginSpec {
  const result = parseSpec({ ...structuredClone(everyKindInput), ...change });
  if (result.ok) return result.spec;
  throw new Error(JSON.stringify(result.diagnostics, null, 2));
}

const LISTS = ['actions', 'providers', 'evaluators', 'services', 'routes', 'events', 'tasks', 'models'] as const;

/** Only the components of some kinds, out of {@link everyKindSpec}. */
export function specOnlyWith(...lists: (typeof LISTS)[number][]): PluginSpec {
  const spec: PluginSpec = { ...everyKindSpec(), lazy: undefined };
  for (const list of LISTS) if (!lists.includes(list)) spec[list] = [];
  return spec;
}
