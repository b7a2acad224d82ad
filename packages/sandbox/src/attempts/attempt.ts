import type { Limits } from '../limits.js';
import type { RunResult } from '../run-options.js';
import type { Target } from './target.js';

/** One way out that is tried from inside. The host judges by what came back or what happened to it. */
export interface Attempt {
  /** What is tried, as it stands in the table. */
  name: string;
  /** What is meant to stop it in a sandbox. */
  guard: string;
  /**
   * Body of an async function with `p` (what `Target.parameters` says) and the tools of the program.
   * What it returns is what it got; what it throws is what stopped it.
   */
  code: string;
  /** It worked. `got` is what the code returned, absent when it threw. */
  open: (got: string | undefined, target: Target, result: RunResult) => boolean;
  /** Part of the self-test before first use. */
  selfTest?: boolean;
  /** Everything that is left is copied out, for `Target.copiedSecret`; it has a run of its own. */
  copiesOut?: boolean;
  /** It needs a run of its own, with these limits, because it ends or fills the sandbox. */
  apart?: Partial<Limits>;
}

/** The code got what it asked for. */
export const gotAnything = (got: string | undefined): boolean => got !== undefined;
