import type { PluginSpec } from '@plugwright/spec';
import type { RoutePlan } from './boot-protocol.js';

/** What one process of a benchmark does: each measures what the others would disturb. */
export type BenchMode = 'time' | 'memory' | 'handles';

/** What the program of the benchmark is told, as JSON on its standard input. */
export interface BenchPlan {
  /** First word of every line on file descriptor 3. */
  token: string;
  /** Absolute path of the bundle. */
  bundle: string;
  settings: Record<string, string>;
  /** The APIs to play; absent for hand-written plugins. */
  spec?: PluginSpec;
  mode: BenchMode;
  /** Input of the actions by name; others are called with nothing. */
  inputs: Record<string, Record<string, unknown>>;
  /** Requests for the routes, where the spec says what they want. */
  routes?: RoutePlan[];
  /** Limit of one call in ms. */
  callMs: number;
  /** Time to spend on each component in ms. */
  componentMs: number;
  /** Calls over which the growth of memory is told. */
  calls: number;
}

/** For so many components `calls` calls are enough to see a leak; more of them get more. */
export const componentsPerSet = 3;

/** A component that has times. */
export type BenchKind = 'action' | 'provider';

/** A component that can be called again and again: services are started and stopped. */
export type RepeatedKind = BenchKind | 'service' | 'event' | 'route';

/** Why a component has no times. */
export interface NotEvaluated {
  kind: RepeatedKind;
  name: string;
  reason: string;
}

/** Times of one component in one process, in ms. */
export interface TimedComponent {
  kind: RepeatedKind;
  name: string;
  calls: number;
  p50: number;
  p95: number;
  /** Median over the rounds of its time divided by that of the reference work of the same round. */
  relative: number;
  /** Processor time per wall time when nothing else interrupts it: near 0 when it only waits. */
  busy: number;
}

/** Messages of the program, one per line. */
export type BenchLine =
  | { type: 'fault'; message: string }
  | {
      type: 'time';
      /** Import of the bundle, registration of the plugin with its services; start of an agent without it. */
      importMs: number;
      registerMs: number;
      runtimeMs: number;
      referenceMs: number;
      components: TimedComponent[];
      notEvaluated: NotEvaluated[];
    }
  | {
      type: 'memory';
      /** Calls between two measurements, and bytes in use after each, garbage collected. */
      callsPerBlock: number;
      bytes: number[];
      components: string[];
      notEvaluated: NotEvaluated[];
    }
  | { type: 'handles'; left: { type: string; detail: string; stack: string }[] }
  | { type: 'end' };
