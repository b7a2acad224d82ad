import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '@plugwright/spec';

/** What to add: a spec that holds nothing but the new components and what they need. */
export interface AddRequest {
  /** Made by `fragmentOf`, written by hand, or read from one operation of an OpenAPI document. */
  fragment: PluginSpec;
}

export interface AddOptions {
  /** The file that exports the plugin, relative to the plugin directory; found by itself otherwise. */
  entry?: string | undefined;
}

export interface EditedFile {
  /** Relative to the plugin directory, `/` between segments. */
  path: string;
  /** Absent for a file that did not exist. */
  before?: string;
  after: string;
  kind: 'create' | 'edit';
}

/** What an edit would do. Plain data: nothing is written. All or nothing: with an error there are no files. */
export interface EditPlan {
  /** Sorted by path. */
  files: EditedFile[];
  diagnostics: Diagnostic[];
  changed: boolean;
}
