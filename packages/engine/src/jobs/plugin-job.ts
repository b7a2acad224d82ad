import type { Diagnostic } from '@plugwright/errors';
import type { JsonValue } from '@plugwright/jobs';
import type { OperationSummary } from '@plugwright/spec/openapi';
import type { PlannedFile } from '@plugwright/render';
import type { PluginSpec } from '@plugwright/spec';
import type { GateName, VerifyReport } from '@plugwright/verify';
import type { CreateOutcome } from '../create.js';
import type { SentenceReading } from '../read-sentence.js';
import type { ReadSourceOptions } from '../read-source.js';
import type { VerifyOptions } from '../verify.js';

/** The kind of the jobs that make a plugin. */
export const PLUGIN_CREATE = 'plugin.create';

/** The artifact of such a job that holds its {@link PluginJobResult}. */
export const RESULT_FILE = 'result.json';

/**
 * What a plugin is made from: a file, directory or URL; or a text that came with the order, which is never taken for the
 * name of a file. `isSentence`: it is words, whatever it looks like.
 */
export type PluginJobRequest =
  | { source: string; cwd: string }
  | { text: string; from: string; isSentence?: boolean };

/** The order for a plugin; plain JSON. */
export interface PluginJobInput extends Pick<
  ReadSourceOptions,
  'name' | 'curation' | 'externalRefs' | 'allowHttp' | 'allowPrivate' | 'answers'
> {
  request: PluginJobRequest;
  /** What to do with questions: `ask` whoever ordered, `assume` the likely answers, or `refuse`. */
  questions: 'ask' | 'assume' | 'refuse';
  /** Absolute path of the plugin's directory; absent: below `parent`, named after the plugin. */
  out?: string | undefined;
  /** Absolute. */
  parent: string;
  /** Put a directory between `parent` and the plugin, named after the job: two of one name are not in each other's way. */
  perJob?: boolean | undefined;
  /** Write into a directory that is not empty without asking. */
  yes?: boolean | undefined;
  /** Overwrite generated files that somebody changed. */
  force?: boolean | undefined;
  /** Absent: all gates. */
  verify?: false | Omit<VerifyOptions, 'workspaceParent'> | undefined;
  /** Of whoever ordered it, for whoever ordered it: the chat room, say. Nothing here reads it. */
  order?: JsonValue | undefined;
}

/** How a job of the kind {@link PLUGIN_CREATE} ended, in the record itself. */
export interface PluginJobOutput {
  outcome: 'written' | 'verified';
  name: string;
  /** Absolute. */
  directory: string;
  /** The gates that passed. */
  gates: GateName[];
}

/** All that is known at the end, also of a job that failed: the artifact {@link RESULT_FILE}. */
export interface PluginJobResult {
  outcome: Exclude<CreateOutcome, 'planned'>;
  kind: 'spec' | 'openapi' | 'sentence' | 'unknown';
  diagnostics: Diagnostic[];
  operations: OperationSummary[];
  reading?: SentenceReading;
  spec?: PluginSpec;
  /** Absolute. */
  directory?: string;
  files?: Pick<PlannedFile, 'path' | 'action' | 'owner'>[];
  written?: string[];
  unchanged?: string[];
  /** Unified diff, for `refused`. */
  diff?: string;
  report?: VerifyReport;
}
