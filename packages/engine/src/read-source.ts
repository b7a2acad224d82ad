import {
  checkPluginName,
  type Diagnostic,
  type PluginSpec,
  PlugwrightError,
  readSpec,
  safeJoin,
} from '@plugwright/spec';
import type { OperationSummary, ReadOpenApiOptions } from '@plugwright/spec/openapi';
import { type Host, nodeHost } from './host.js';
import { refuseLinks } from './inside.js';
import { type LoadedSource, loadSource, type NetworkOptions, sourceLimit } from './load-source.js';
import { sourceTooLarge } from './read-stream.js';
import { sourceKind, unknownSource } from './source-kind.js';

/** Which operations of an OpenAPI document become actions; see {@link ReadOpenApiOptions}. */
export type Curation = Pick<
  ReadOpenApiOptions,
  'maxActions' | 'maxTokens' | 'operations' | 'tags' | 'paths' | 'methods' | 'words' | 'lazy'
>;

export interface ReadSourceOptions extends NetworkOptions {
  /** A file, a directory with `plugwright.yaml`, a URL, or `-` for standard input. */
  source: string;
  /** Name of the plugin, instead of the one in the source. */
  name?: string | undefined;
  curation?: Curation | undefined;
  /** Which other documents an OpenAPI document may refer to. Default `files`: below its own directory. */
  externalRefs?: 'none' | 'files' | 'http' | undefined;
  host?: Host | undefined;
  signal?: AbortSignal | undefined;
}

/** A spec and how it came to be; or the problems that kept it from being. */
export type ReadSourceResult =
  | {
      ok: true;
      kind: 'spec' | 'openapi';
      spec: PluginSpec;
      diagnostics: Diagnostic[];
      /** All operations of an OpenAPI document; empty for a spec. */
      operations: OperationSummary[];
    }
  | { ok: false; kind: 'spec' | 'openapi' | 'unknown'; diagnostics: Diagnostic[] };

/**
 * Reads a source of any kind into a spec. What is wrong with the content is data; what is wrong with the
 * place it should come from is thrown.
 *
 * @throws `PW_SOURCE_*` and `PW_FETCH_*`.
 */
export async function readSource(options: ReadSourceOptions): Promise<ReadSourceResult> {
  const host = options.host ?? nodeHost();
  const loaded = await loadSource(options.source, host, options);
  options.signal?.throwIfAborted();
  return specFromText(loaded, host, options);
}

/** The second half of {@link readSource}, for a text that is here already. */
export async function specFromText(
  loaded: LoadedSource,
  host: Host,
  options: Omit<ReadSourceOptions, 'source'>,
): Promise<ReadSourceResult> {
  const { text, source } = loaded;
  const kind = sourceKind(text);
  host.log.debug(`${source}: ${kind}, ${text.length} characters`);
  if (kind === 'unknown') return notKnown(text, source);
  if (kind === 'spec') return renamed(readSpec(text, { source }), options.name);
  const { readOpenApi } = await import('@plugwright/spec/openapi');
  const { directory } = loaded;
  const result = await readOpenApi(
    { text, source },
    withoutUndefined({
      ...options.curation,
      name: options.name,
      externalRefs: options.externalRefs,
      readFile:
        directory === undefined ? undefined : (path: string) => readBeside(host, directory, path),
      fetch: (url: string) => loadSource(url, host, options),
    }),
  );
  return result.ok ? { ...result, kind } : { ok: false, kind, diagnostics: result.diagnostics };
}

async function notKnown(text: string, source: string): Promise<ReadSourceResult> {
  // A broken document deserves to hear about the break, not about its kind.
  const { readDocument } = await import('@plugwright/spec');
  const found = unknownSource(text);
  const { diagnostics } = found.hint.includes('specVersion')
    ? readDocument(text, { source })
    : { diagnostics: [] };
  const errors = diagnostics.filter((one) => one.severity === 'error');
  if (errors.length > 0) return { ok: false, kind: 'unknown', diagnostics: errors };
  const position = { source, line: 1, column: 1 };
  return {
    ok: false,
    kind: 'unknown',
    diagnostics: [
      { code: 'PW_SOURCE_UNKNOWN_FORMAT', severity: 'error', path: '', position, ...found },
    ],
  };
}

function renamed(
  result: ReturnType<typeof readSpec>,
  name: string | undefined,
): ReadSourceResult {
  if (!result.ok) return { ok: false, kind: 'spec', diagnostics: result.diagnostics };
  const { spec, diagnostics } = result;
  const done = { ok: true, kind: 'spec', operations: [] } as const;
  if (name === undefined || name === spec.name)
    return { ...done, operations: [], spec, diagnostics };
  const found = checkPluginName(name);
  if (found.some((one) => one.severity === 'error'))
    return { ok: false, kind: 'spec', diagnostics: found };
  return {
    ...done,
    operations: [],
    spec: { ...spec, name },
    diagnostics: [...diagnostics, ...found],
  };
}

/** A file that an OpenAPI document refers to: below the document's directory, not through links. */
async function readBeside(host: Host, directory: string, path: string): Promise<string> {
  const target = safeJoin(directory, path);
  await refuseLinks(host.files, directory, path);
  const { size } = await host.files.stat(target);
  if (size > sourceLimit) throw sourceTooLarge(path, sourceLimit);
  return host.files.readFile(target, 'utf8');
}

/** `exactOptionalPropertyTypes`: an option that was not given must not be there. */
function withoutUndefined<T extends object>(value: T) {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as { [K in keyof T]: Exclude<T[K], undefined> };
}

/** The problems of a source, as an error, for callers that cannot go on without a spec. */
export function sourceError(diagnostics: readonly Diagnostic[]): PlugwrightError {
  const errors = diagnostics.filter((one) => one.severity === 'error');
  const first = errors[0];
  return new PlugwrightError({
    code: first?.code ?? 'PW_SOURCE_UNKNOWN_FORMAT',
    message: first?.message ?? 'The source could not be read.',
    hint: first?.hint,
    diagnostics,
  });
}
