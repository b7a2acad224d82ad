import { createHash } from 'node:crypto';
import { emptyParts } from '../empty-parts.js';
import type { PluginSpec } from '../plugin-spec.js';
import type { Apis, ReadApi } from './apis.js';
import { cleanLine, firstSentence, plainText, shortenText } from './plain-text.js';
import type { OpenApiDocument } from './document.js';
import type { OpenApiInput } from './options.js';
import type { ReadScheme, Security } from './security.js';
import { own, ownRecord, ownText } from './value.js';

/** What a document says about itself. */
export interface DocumentInfo {
  title: string;
  displayName: string;
  description: string;
  version: string | undefined;
}

export function infoOf(document: OpenApiDocument): DocumentInfo {
  const info = ownRecord(document.root, 'info');
  const title = cleanLine(plainText(ownText(info, 'title') ?? ''));
  const displayName = shortenText(title, 80) || 'API';
  const written = plainText(ownText(info, 'description') ?? ownText(info, 'summary') ?? '');
  const version = own(info, 'version');
  return {
    title,
    displayName,
    description:
      shortenText(written.length > 300 ? firstSentence(written) : written, 300) ||
      `Actions for ${displayName}.`,
    version:
      version === undefined || version === null
        ? undefined
        : cleanLine(String(version)).slice(0, 200),
  };
}

/** Name of a document for people: the last part of a path, or a URL without credentials, query and fragment. */
function documentName(source: string | undefined): string {
  if (source === undefined || source === '-') return 'document';
  if (/^https?:/i.test(source) && URL.canParse(source)) {
    const url = new URL(source);
    return `${url.origin}${url.pathname}`.slice(0, 2000);
  }
  return (
    cleanLine(source.replaceAll('\\', '/').split('/').at(-1) ?? '').slice(0, 200) || 'document'
  );
}

/** Everything of the spec around its actions. */
export function frameOf(
  input: OpenApiInput,
  document: OpenApiDocument,
  info: DocumentInfo,
  name: string,
  parts: {
    apis: Apis;
    security: Security;
    needed: ReadonlySet<string>;
    apiIds: ReadonlySet<string>;
    operations: number;
    everywhere: ReadonlySet<string>;
  },
): Omit<PluginSpec, 'actions' | 'schemas' | 'lazy'> {
  const apis = parts.apis.used().filter(({ id }) => parts.apiIds.has(id));
  const schemes = parts.security.used().filter(({ id }) => parts.needed.has(id));
  const hosts = new Map<string, string>();
  for (const { server } of apis) {
    if (server.baseUrl !== undefined)
      hosts.set(new URL(server.baseUrl).host, `Requests to ${info.displayName}.`);
  }
  for (const { tokenUrl } of schemes) {
    const host = tokenUrl === undefined ? undefined : new URL(tokenUrl).host;
    if (host !== undefined && !hosts.has(host))
      hosts.set(host, `Access tokens for ${info.displayName}.`);
  }
  const environment = [
    ...apis.map((api) => baseUrlVariable(api, info)),
    ...schemes.flatMap((scheme) => secretVariables(scheme, parts.everywhere)),
  ];
  return {
    ...emptyParts(),
    specVersion: 1,
    name,
    displayName: info.displayName,
    description: info.description,
    version: '1.0.0',
    license: 'MIT',
    keywords: [],
    target: 'elizaos@1.7',
    apis: Object.fromEntries(
      apis.map(({ id, server, baseUrlEnv }) => [
        id,
        {
          ...(server.baseUrl === undefined ? {} : { baseUrl: server.baseUrl }),
          baseUrlEnv,
          headers: {},
          timeoutMs: 15_000,
          retries: 2,
        },
      ]),
    ),
    auth: Object.fromEntries(schemes.map(({ id, scheme }) => [id, scheme])),
    environment,
    permissions: {
      hosts: [...hosts].map(([host, reason]) => ({ host, reason })),
      files: [],
      environment: environment.map((variable) => ({
        name: variable.name,
        reason: shortenText(variable.description, 200),
      })),
      processes: [],
    },
    budgets: {},
    provenance: {
      kind: document.version === '2.0' ? 'swagger' : 'openapi',
      document: documentName(input.source),
      digest: `sha256:${createHash('sha256').update(input.text).digest('hex')}`,
      ...(info.title === '' ? {} : { title: shortenText(info.title, 500) }),
      ...(info.version === undefined ? {} : { version: info.version }),
      operations: parts.operations,
    },
  };
}

function baseUrlVariable(
  { server, baseUrlEnv }: ReadApi,
  info: DocumentInfo,
): PluginSpec['environment'][number] {
  const { baseUrl, path } = server;
  const description =
    baseUrl === undefined
      ? `Base URL of ${info.displayName}, which its document does not name.${path === '' ? '' : ` It ends with ${path}`}`
      : `Base URL of ${info.displayName}, instead of ${baseUrl}`;
  return {
    name: baseUrlEnv,
    description: cleanLine(description).slice(0, 1000),
    required: baseUrl === undefined,
    sensitive: false,
  };
}

function secretVariables(
  { id, variables }: ReadScheme,
  everywhere: ReadonlySet<string>,
): PluginSpec['environment'] {
  return variables.map(({ name, description, sensitive }) => ({
    name,
    description,
    required: everywhere.has(id),
    sensitive,
  }));
}
