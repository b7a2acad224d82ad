import type { Isolation } from '@plugwright/sandbox';
import type { DependencyStore, VerifyReport } from '@plugwright/verify';
import type { Host } from '../host.js';
import type { OnStep } from '../steps.js';
import type { BuildRecipe } from './build-plugin.js';
import type { GivenPlugin } from './read-plugin.js';

export interface CollectOptions {
  host: Host;
  waivers?: string | undefined;
  offline?: boolean | undefined;
  /** Changes of the source that the tests are tried with; default 12, 0: none. */
  mutants?: number | undefined;
  /** How thoroughly its performance is measured; `none`: not at all. Default `full`. */
  bench?: 'full' | 'quick' | 'none' | undefined;
  onStep?: OnStep | undefined;
  signal?: AbortSignal | undefined;
  /** Of Plugwright. */
  version: string;
}

/** Everything that steps share. */
export interface Work extends CollectOptions {
  given: GivenPlugin;
  isolation: Isolation;
  store: DependencyStore;
  /** How it is built here; absent where that is not known. */
  recipe?: BuildRecipe | undefined;
  /** Unchanged files of the generator's library. */
  library: ReadonlySet<string>;
  step: <T>(
    name: string,
    work: () => Promise<T>,
    detail?: (result: T) => string | undefined,
  ) => Promise<T>;
}

export type GateName = VerifyReport['gates'][number]['gate'];
