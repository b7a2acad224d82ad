import * as z from 'zod';
import { httpRunSchema } from './http-run.js';
import { jsonSchemaSchema } from './json-schema.js';
import { customRunSchema, modelRunSchema, textRunSchema } from './plain-runs.js';
import {
  collectionProviderRunSchema,
  collectionRunSchema,
  collectionSchema,
  computeRunSchema,
  feedRunSchema,
  graphqlRunSchema,
  jsonrpcRunSchema,
  mcpRunSchema,
  modelEvaluatorRunSchema,
  pollRunSchema,
  scheduleRunSchema,
  webhookRunSchema,
} from './recipe-runs.js';
import type { notifySchema } from './recipe-runs.js';
import {
  envName,
  headerName,
  headerPrefix,
  headerValue,
  id,
  kebab,
  parameterSchema,
  reason,
  text,
  upperSnake,
} from './spec-fields.js';

const author = z.strictObject({
  name: text(200),
  email: z.email().max(254).optional(),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional(),
});

const environmentVariable = z
  .strictObject({
    name: envName,
    description: text(1000),
    required: z.boolean().default(false).describe('The plugin does not start without it'),
    sensitive: z.boolean().default(false).describe('A secret: never logged, never with a default'),
    default: z.string().max(2000).optional(),
  })
  .describe('A setting of the plugin, read from the agent and then from the environment');

/** How a request proves who it is. Every secret is the name of an environment variable, never a value. */
export const authSchemeSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('apiKey'),
    in: z.enum(['header', 'query', 'cookie']),
    name: z.string().min(1).max(128).describe('Name of the header, query value or cookie'),
    env: envName.describe('Variable with the key'),
  }),
  z.strictObject({ type: z.literal('bearer'), env: envName.describe('Variable with the token') }),
  z.strictObject({ type: z.literal('basic'), usernameEnv: envName, passwordEnv: envName }),
  z.strictObject({
    type: z.literal('oauth2ClientCredentials'),
    tokenUrl: z.url({ protocol: /^https?$/ }).max(2000),
    clientIdEnv: envName,
    clientSecretEnv: envName,
    refreshTokenEnv: envName
      .optional()
      .describe(
        'Variable with a refresh token: the plugin acts for the person who gave it (RFC 6749, 6)',
      ),
    scopes: z.array(z.string().min(1).max(500)).max(64).default([]),
  }),
  /** `header: "<prefix><value of env>"`, for schemes such as `Authorization: Token …`. */
  z.strictObject({
    type: z.literal('header'),
    name: headerName,
    prefix: headerPrefix.default(''),
    env: envName,
  }),
]);

const api = z.strictObject({
  baseUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .optional()
    .describe(
      'Where requests go unless the setting named by baseUrlEnv says otherwise; absent: that setting is required',
    ),
  baseUrlEnv: envName.describe('Variable that may hold another base URL'),
  headers: z.record(headerName, headerValue).default({}).describe('Sent with every request'),
  timeoutMs: z.int().min(100).max(600_000).default(15_000).describe('Per attempt, in milliseconds'),
  retries: z
    .int()
    .min(0)
    .max(10)
    .default(2)
    .describe('Attempts after the first, only for idempotent requests and for 429 and 503'),
  requestsPerSecond: z
    .number()
    .positive()
    .max(1000)
    .optional()
    .describe('Requests started per second; absent: no limit of ours'),
});

const exampleTurn = z.strictObject({ user: text(1000), agent: text(1000) });

export const actionSchema = z.strictObject({
  name: upperSnake,
  description: text(1000),
  similes: z.array(upperSnake).max(12).default([]).describe('Other names the agent may use'),
  examples: z
    .array(exampleTurn)
    .max(8)
    .default([])
    .describe('Conversations: what the user says, what the agent answers'),
  parameters: z
    .array(parameterSchema)
    .max(64)
    .default([])
    .describe('What the action needs to know'),
  /** What the action does to the world (as MCP tool annotations). */
  annotations: z
    .strictObject({
      readOnly: z.boolean().optional(),
      destructive: z.boolean().optional(),
      idempotent: z.boolean().optional(),
    })
    .default({}),
  deprecated: z.boolean().default(false),
  tags: z.array(z.string().min(1).max(100)).max(16).default([]),
  run: z.discriminatedUnion('kind', [
    httpRunSchema,
    textRunSchema,
    modelRunSchema,
    collectionRunSchema,
    computeRunSchema,
    graphqlRunSchema,
    jsonrpcRunSchema,
    mcpRunSchema,
    customRunSchema,
  ]),
  provenance: z
    .strictObject({
      operationId: z.string().max(500).optional(),
      /** JSON pointer into the document of `provenance.document`. */
      pointer: z.string().max(2000),
    })
    .optional(),
});

export const providerSchema = z.strictObject({
  name: upperSnake,
  description: text(1000),
  /** Only when asked for by name. */
  dynamic: z.boolean().default(false),
  position: z.int().min(-1000).max(1000).optional(),
  /** An HTTP provider takes no parameters from a conversation: every binding is a fixed value in `query` or `headers`. */
  run: z.discriminatedUnion('kind', [
    httpRunSchema,
    textRunSchema,
    collectionProviderRunSchema,
    customRunSchema,
  ]),
});

export const evaluatorSchema = z.strictObject({
  name: upperSnake,
  description: text(1000),
  similes: z.array(upperSnake).max(12).default([]),
  alwaysRun: z.boolean().default(false),
  run: z.discriminatedUnion('kind', [
    /** Notes messages that hold one of the words (whole words, any case); the note is kept in the agent's memory. */
    z.strictObject({ kind: z.literal('words'), words: z.array(text(100)).min(1).max(64) }),
    modelEvaluatorRunSchema,
    customRunSchema,
  ]),
});

export const serviceSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/)
    .max(64)
    .describe('The ElizaOS service type, lower snake case'),
  description: text(1000),
  run: z.discriminatedUnion('kind', [
    pollRunSchema,
    feedRunSchema,
    scheduleRunSchema,
    customRunSchema,
  ]),
});

export const routeSchema = z.strictObject({
  name: kebab,
  description: text(1000),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path: z
    .string()
    .regex(/^\/[A-Za-z0-9._~:/-]*$/)
    .max(500)
    .describe('With :name for a variable part'),
  public: z.boolean().default(false),
  run: z.discriminatedUnion('kind', [
    /** Placeholders are path and query values. */
    textRunSchema,
    /** Runs an action of this plugin; parameters come from path, query and JSON body. */
    z.strictObject({ kind: z.literal('action'), action: upperSnake }),
    webhookRunSchema,
    customRunSchema,
  ]),
});

export const eventSchema = z.strictObject({
  event: upperSnake.describe('An ElizaOS event type (MESSAGE_RECEIVED) or one of this plugin'),
  description: text(1000),
  run: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('log'),
      level: z.enum(['debug', 'info', 'warn']).default('info'),
    }),
    customRunSchema,
  ]),
});

export const taskSchema = z.strictObject({
  name: upperSnake,
  description: text(1000),
  everyMs: z
    .int()
    .min(1000)
    .max(86_400_000 * 31)
    .optional()
    .describe('Milliseconds; absent: runs only when somebody creates a task of this name'),
  run: z.discriminatedUnion('kind', [
    /** Runs an action of this plugin with fixed input. */
    z.strictObject({
      kind: z.literal('action'),
      action: upperSnake,
      input: z.record(z.string().max(64), z.unknown()).default({}),
    }),
    customRunSchema,
  ]),
});

export const modelSchema = z.strictObject({
  type: z.enum(['TEXT_SMALL', 'TEXT_LARGE', 'TEXT_EMBEDDING', 'OBJECT_SMALL', 'OBJECT_LARGE']),
  description: text(1000),
  priority: z.int().min(-1000).max(1000).default(0),
  /** `http`: the bindings' parameters are `prompt`, `maxTokens`, `temperature`, `stopSequences`, `text`, `schema`; `pick` is the result. */
  run: z.discriminatedUnion('kind', [httpRunSchema, customRunSchema]),
});

/** Input → expected. Runs against a local server that gives `respond`. */
const acceptanceCase = z.strictObject({
  name: text(200),
  action: upperSnake,
  input: z.record(z.string().max(64), z.unknown()).default({}),
  respond: z
    .strictObject({ status: z.int().min(100).max(599).default(200), body: z.unknown().optional() })
    .optional(),
  expect: z.strictObject({
    success: z.boolean().default(true),
    textContains: z.string().max(1000).optional().describe('The reply holds this text'),
    request: z
      .strictObject({
        method: z.string().max(16).optional(),
        path: z.string().max(2000).optional(),
        query: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      })
      .optional()
      .describe('The request that must have been sent'),
  }),
});

const permissions = z.strictObject({
  hosts: z
    .array(
      z.strictObject({
        host: z
          .string()
          .regex(/^(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?$|^\[[0-9a-fA-F:]+\](?::\d{1,5})?$/)
          .max(260),
        reason,
      }),
    )
    .max(64)
    .default([]),
  files: z
    .array(z.strictObject({ path: text(1000), access: z.enum(['read', 'write']), reason }))
    .max(32)
    .default([]),
  environment: z
    .array(z.strictObject({ name: envName, reason }))
    .max(128)
    .default([]),
  processes: z
    .array(z.strictObject({ command: text(200), reason }))
    .max(16)
    .default([]),
});

/** `PluginSpec` version 1. Strict: an unknown key is an error. */
export const pluginSpecSchema = z.strictObject({
  $schema: z.string().max(500).optional(),
  specVersion: z.literal(1).describe('Version of this format'),
  name: z.string().min(1).max(214).describe('npm name, plugin-… or @scope/plugin-…'),
  displayName: text(100).optional().describe('Name for people'),
  description: text(1000).describe('What the plugin does, one or two sentences'),
  version: z
    .string()
    .regex(
      /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/,
    )
    .max(64)
    .default('1.0.0'),
  license: z
    .string()
    .regex(/^[A-Za-z0-9.+-]+$/)
    .max(64)
    .default('MIT')
    .describe('SPDX identifier'),
  author: author.optional(),
  keywords: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9 ._-]*$/)
        .max(50),
    )
    .max(32)
    .default([]),
  target: z.literal('elizaos@1.7').default('elizaos@1.7'),
  apis: z.record(id, api).default({}).describe('HTTP services that requests go to'),
  auth: z
    .record(id, authSchemeSchema)
    .default({})
    .describe('Ways to prove who asks; secrets are names of variables, never values'),
  environment: z
    .array(environmentVariable)
    .max(128)
    .default([])
    .describe('Every variable the plugin reads'),
  permissions: permissions
    .prefault({})
    .describe('Everything the plugin may touch outside itself, with a reason each'),
  /** Named schemas, referred to as `#/schemas/<Name>`. */
  schemas: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z_][A-Za-z0-9_.-]*$/)
        .max(128),
      jsonSchemaSchema,
    )
    .default({}),
  collections: z.record(id, collectionSchema).default({}).describe('What the agent keeps, by name'),
  actions: z.array(actionSchema).default([]).describe('What the agent can do'),
  providers: z.array(providerSchema).default([]).describe('What the agent always knows'),
  evaluators: z.array(evaluatorSchema).default([]).describe('What runs after each reply'),
  services: z.array(serviceSchema).default([]).describe('What runs as long as the agent runs'),
  routes: z.array(routeSchema).default([]).describe('HTTP paths that the agent answers'),
  events: z.array(eventSchema).default([]).describe('What runs when something happens'),
  tasks: z.array(taskSchema).default([]).describe('What runs later, or again and again'),
  models: z.array(modelSchema).default([]).describe('Language models that the plugin brings'),
  /** Operations of the document that got no action of their own, for one action that searches and calls them. */
  lazy: z
    .strictObject({
      action: upperSnake,
      search: upperSnake,
      operations: z.array(actionSchema).min(1).max(5000),
    })
    .optional(),
  acceptance: z
    .array(acceptanceCase)
    .max(256)
    .default([])
    .describe('Input and what is expected; becomes the tests of the plugin'),
  /** Performance budgets; a gate fails when one is exceeded. */
  budgets: z
    .strictObject({
      bundleBytes: z.int().positive().optional(),
      bootMs: z.int().positive().optional(),
      actionMs: z.int().positive().optional(),
      memoryBytes: z.int().positive().optional(),
    })
    .default({}),
  /** Which document this spec was read from. */
  provenance: z
    .strictObject({
      kind: z.enum(['openapi', 'swagger', 'mcp', 'text', 'manual']),
      /** File name or URL without credentials; never an absolute local path. */
      document: z.string().max(2000),
      /** `sha256:<hex>` of the document's bytes. */
      digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
      title: z.string().max(500).optional(),
      version: z.string().max(200).optional(),
      /** Operations in the document, before curation. */
      operations: z.int().min(0).optional(),
    })
    .optional(),
});

/** A complete spec: defaults filled in. The only channel into code generation. */
export type PluginSpec = z.output<typeof pluginSpecSchema>;
/** What a person writes: everything with a default may be left out. */
export type PluginSpecInput = z.input<typeof pluginSpecSchema>;
export type Action = z.output<typeof actionSchema>;
export type Parameter = Action['parameters'][number];
export type Provider = z.output<typeof providerSchema>;
export type Evaluator = z.output<typeof evaluatorSchema>;
export type Service = z.output<typeof serviceSchema>;
export type Route = z.output<typeof routeSchema>;
export type PluginEvent = z.output<typeof eventSchema>;
export type Task = z.output<typeof taskSchema>;
export type ModelHandler = z.output<typeof modelSchema>;
export type AcceptanceCase = PluginSpec['acceptance'][number];
export type EnvironmentVariable = PluginSpec['environment'][number];
export type AuthScheme = z.output<typeof authSchemeSchema>;
export type Api = PluginSpec['apis'][string];
export type { Binding, HttpRun } from './http-run.js';
export type Collection = PluginSpec['collections'][string];
export type Notify = z.output<typeof notifySchema>;
export type ActionRun = Action['run'];
/** The run of that kind, wherever it may stand. */
export type RunOf<K extends string> = Extract<
  (Action | Provider | Evaluator | Service | Route)['run'],
  { kind: K }
>;
