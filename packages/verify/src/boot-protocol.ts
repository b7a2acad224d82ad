import type { PluginSpec } from '@plugwright/spec';
import type { RecordedRequest } from './fixture-server.js';

/** What the harness is told, as JSON on its standard input. */
export interface BootPlan {
  /** First word of every line on file descriptor 3; text of the plugin itself cannot have it by accident. */
  token: string;
  /** Absolute path of the bundle. */
  bundle: string;
  /** Settings of the character; the process environment holds the same values. */
  settings: Record<string, string>;
  /** A generated plugin: what its spec promises is held against what it does. */
  generated: boolean;
  /**
   * The APIs to play, by a server beside the plugin: a sandbox has no other network. Absent for hand-written
   * plugins: every request of theirs then meets an unreachable network.
   */
  spec?: PluginSpec;
  /** Requests may leave the machine. */
  network: boolean;
  /** Components that the spec promises: `action GET_PET`, `route GET /pets`. */
  promises: string[];
  actions: ActionPlan[];
  /** Types of the model handlers that must answer; others may fail. */
  models: string[];
  routes: RoutePlan[];
  /** Limit of one step (one component, one phase) in ms. */
  stepMs: number;
  /** Budgets of the spec in ms. */
  budgets: { bootMs?: number; actionMs?: number };
}

/** How an action is called. */
export interface ActionPlan {
  name: string;
  /** Parameters of the call through `processActions`. */
  input: Record<string, unknown>;
  /** Parameters of the direct call; absent: no direct call (a slow API is asked once). */
  direct?: Record<string, unknown>;
  /** It must succeed; otherwise it only must not throw. */
  mustSucceed: boolean;
  /** Called once more without the parameters it requires, which it must survive. */
  withoutInput: boolean;
}

/** How a route is called. */
export interface RoutePlan {
  method: string;
  path: string;
  params: Record<string, string>;
  query: Record<string, string>;
  headers?: Record<string, string>;
  body?: unknown;
  mustSucceed: boolean;
}

/** A finding of the harness. `stack` is raw: positions are in the bundle. */
export interface BootProblem {
  code: string;
  severity: 'error' | 'warning';
  message: string;
  hint?: string;
  /** `action GET_PET`, `provider PRICES`, `init`, … */
  component: string;
  stack?: string;
}

/** One line on file descriptor 3. */
export type BootLine =
  | { type: 'step'; step: string }
  | { type: 'problem'; problem: BootProblem }
  | { type: 'evidence'; section: string; value: unknown }
  | { type: 'request'; request: RecordedRequest }
  | { type: 'end' };

/** What an action answered. */
export interface ActionEvidence {
  name: string;
  /** What it was asked with, as JSON, shortened. */
  input: string;
  /** What the agent says, from the result or else from the callback. */
  reply: string;
  success: boolean | null;
  durationMs: number;
  /** Texts given to the callback. */
  callbacks: string[];
}
