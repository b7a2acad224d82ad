import { type Diagnostic } from '@plugwright/errors';
import { safeJoin } from '@plugwright/files';
import { checkPluginName, type PluginSpec, readSpec, type SpecResult } from '@plugwright/spec';
import type { OperationSummary, ReadOpenApiOptions } from '@plugwright/spec/openapi';
import { type Host, nodeHost } from './host.js';
import { refuseLinks } from './inside.js';
import { isSentenceText } from './is-sentence.js';
import { type LoadedSource, loadSource, type NetworkOptions, sourceLimit } from './load-source.js';
import { sourceTooLarge } from './read-stream.js';
import type { SentenceOptions, SentenceReading } from './read-sentence.js';
import { isMistaken, sourceKind, unknownSource } from './source-kind.js';
import { withoutUndefined } from './without-undefined.js';

/** Which operations of an OpenAPI document become actions; see {@link ReadOpenApiOptions}. */
export type Curation = Pick<
  ReadOpenApiOptions,
  'maxActions' | 'maxTokens' | 'operations' | 'tags' | 'paths' | 'methods' | 'words' | 'lazy'
>;

export interface ReadSourceOptions extends NetworkOptions, SentenceOptions {
  /** A sentence, a file, a directory with `plugwright.yaml`, a URL, or `-` for standard input. */
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
      kind: 'spec' | 'openapi' | 'sentence';
      spec: PluginSpec;
      diagnostics: Diagnostic[];
      /** All operations of an OpenAPI document; empty for a spec and a sentence. */
      operations: OperationSummary[];
      loaded: LoadedSource;
      /** How a sentence was understood. */
      reading?: SentenceReading;
    }
  | {
      ok: false;
      kind: 'spec' | 'openapi' | 'sentence' | 'unknown';
      diagnostics: Diagnostic[];
      /** What was read, to show the lines that diagnostics are about. */
      loaded: LoadedSource;
      reading?: SentenceReading;
    };

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
  const kind = kindOf(loaded);
  const failed = (diagnostics: Diagnostic[]) => ({ ok: false, kind, diagnostics, loaded }) as const;
  host.log.debug(`${source}: ${kind}, ${text.length} characters`);
  const { name } = options;
  if (name !== undefined) {
    const found = checkPluginName(name);
    if (found.some((one) => one.severity === 'error')) return failed(found);
  }
  if (kind === 'unknown') return failed(await notKnown(text, source));
  if (kind === 'sentence') {
    const { readSentence } = await import('./read-sentence.js');
    const { spec, reading, diagnostics } = await readSentence(text, { ...options, host });
    if (spec === undefined) return { ...failed(diagnostics), reading };
    const result = { ok: true, spec, diagnostics } as const;
    return { ...renamed(result, name), kind, operations: [], loaded, reading };
  }
  if (kind === 'spec') {
    const maxBytes = loaded.ofPlugin === true ? sourceLimit : undefined;
    const result = renamed(readSpec(text, { source, maxBytes }), name);
    return result.ok ? { ...result, kind, operations: [], loaded } : failed(result.diagnostics);
  }
  const { readOpenApi } = await import('@plugwright/spec/openapi');
  const { directory } = loaded;
  const result = await readOpenApi(
    { text, source },
    withoutUndefined({
      ...options.curation,
      name,
      externalRefs: options.externalRefs,
      readFile:
        directory === undefined ? undefined : (path: string) => readBeside(host, directory, path),
      fetch: (url: string) => loadSource(url, host, options),
    }),
  );
  return result.ok ? { ...result, kind, loaded } : failed(result.diagnostics);
}

/** Standard input has no name that says what it should be, so words in it are a sentence. */
function kindOf({ text, source, isSentence }: LoadedSource) {
  if (isSentence === true) return 'sentence';
  const kind = sourceKind(text);
  if (kind !== 'unknown' || source !== 'stdin' || isMistaken(text)) return kind;
  return isSentenceText(text) ? 'sentence' : kind;
}

async function notKnown(text: string, source: string): Promise<Diagnostic[]> {
  // A broken document deserves to hear about the break, not about its kind.
  const { readDocument } = await import('@plugwright/spec');
  const found = unknownSource(text);
  const isData = /\.(?:ya?ml|json)$/i.test(source) || /^\s*\{/.test(text);
  const { diagnostics } = isData ? readDocument(text, { source }) : { diagnostics: [] };
  const errors = diagnostics.filter((one) => one.severity === 'error');
  if (errors.length > 0) return errors;
  const position = { source, line: 1, column: 1 };
  return [{ code: 'PW_SOURCE_UNKNOWN_FORMAT', severity: 'error', path: '', position, ...found }];
}

/** The spec under another name, which was found good before. */
function renamed<R extends SpecResult>(result: R, name: string | undefined): R {
  if (!result.ok || name === undefined) return result;
  return { ...result, spec: { ...result.spec, name } };
}

/** A file that an OpenAPI document refers to: below the document's directory, not through links. */
async function readBeside(host: Host, directory: string, path: string): Promise<string> {
  const target = safeJoin(directory, path);
  await refuseLinks(host.files, directory, path);
  const { size } = await host.files.stat(target);
  if (size > sourceLimit) throw sourceTooLarge(path, sourceLimit);
  return host.files.readFile(target, 'utf8');
}
