import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '../plugin-spec.js';

/** Text of a document and where it came from: a file name, a path, or a URL. */
export interface OpenApiInput {
  text: string;
  source?: string;
}

export interface ReadOpenApiOptions {
  /** npm name of the plugin; absent: made from `info.title`. */
  name?: string;
  /** At most this many actions. Default 24, at most 60: more tools make models choose worse. */
  maxActions?: number;
  /** Budget for names, descriptions and parameters of all actions, in tokens of four characters. Default 8000. */
  maxTokens?: number;
  /** Only these: operation ids, action names, or `METHOD /path`. All of them are taken, in this order. */
  operations?: readonly string[];
  /** Only operations with one of these tags. */
  tags?: readonly string[];
  /** Only paths that match one of these globs: `*` within a segment, `**` across segments. */
  paths?: readonly string[];
  /** Only these HTTP methods. */
  methods?: readonly string[];
  /** Only operations that mention one of these words; those with more of them come first. */
  words?: readonly string[];
  /** Operations that got no action of their own stay reachable through one action that searches and one that calls. */
  lazy?: boolean;
  /** Which other documents references may lead to. Default `files`. */
  externalRefs?: 'none' | 'files' | 'http';
  /**
   * Reads another file of the same document. The path is relative to the document's directory, never
   * outside of it, `/` between segments. Absent: references to files are refused.
   */
  readFile?: (path: string) => Promise<string>;
  /** Fetches another document, for `externalRefs: 'http'`. Default {@link fetchDocument}. */
  fetch?: (url: string) => Promise<OpenApiInput>;
}

/** One operation of the document, chosen or not. */
export interface OperationSummary {
  /** As the document says. */
  operationId?: string;
  /** The action it is or would become. */
  action: string;
  method: string;
  path: string;
  summary: string;
  tags: string[];
  deprecated: boolean;
  /** JSON pointer into the document. */
  pointer: string;
  /** Whether it became an action. */
  chosen: boolean;
}

export type OpenApiResult =
  | { ok: true; spec: PluginSpec; diagnostics: Diagnostic[]; operations: OperationSummary[] }
  | { ok: false; diagnostics: Diagnostic[]; operations: [] };
