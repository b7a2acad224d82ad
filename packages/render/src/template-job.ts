import type { PluginSpec } from '@plugwright/spec';
import type { FileOwner } from './file-tree.js';
import type { Identifiers } from './identifiers.js';

/** One file to make: which template, from what data, to which path. */
export interface TemplateJob {
  /** Path below `templates/elizaos`, without `.hbs`. */
  template: string;
  /** Path inside the plugin. */
  path: string;
  owner: FileOwner;
  /** What the template sees. Text from the spec reaches code only through an encoder. */
  data: object;
}

/** What every view builder is given. */
export interface RenderContext {
  spec: PluginSpec;
  identifiers: Identifiers;
  /**
   * Set when only one component is rendered: the spec it comes from, while `spec` holds nothing but
   * that component. Its schemas then stand in its own file instead of `src/schemas.ts`.
   */
  whole?: PluginSpec;
}

/**
 * What one component contributes to the plugin: its files, and the line that `src/index.ts` needs to
 * register it.
 */
export interface ComponentView {
  jobs: TemplateJob[];
  /** Imports and list entries of `src/index.ts`, in spec order. */
  registrations: Registration[];
}

/** `import { identifier } from './<module>.js'`, and an element of `plugin.<list>`. */
export interface Registration {
  list:
    | 'actions'
    | 'providers'
    | 'evaluators'
    | 'services'
    | 'routes'
    | 'events'
    | 'tasks'
    | 'models';
  identifier: string;
  /** Module path relative to `src/`, without extension, for example `actions/get-pet`. */
  module: string;
  /** Only for `events` and `models`: the event or model type that the entry goes under. */
  key?: string;
}

/** Makes the views of all components of one kind, in spec order. */
export type ComponentViewBuilder = (context: RenderContext) => ComponentView;
