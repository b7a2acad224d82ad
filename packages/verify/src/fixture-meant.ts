import type { PluginSpec } from '@plugwright/spec';
import { lazyInputs } from './action-input.js';

/**
 * The component whose request a step of the harness leads to: `task DAILY` runs `action GET_PET`. Requests
 * of two components may look alike although their answers differ; this says which one is meant.
 */
export function meantBy(spec: PluginSpec, step: string): string {
  const { lazy } = spec;
  const route = spec.routes.find(({ method, path }) => step === `route ${method} ${path}`);
  const task = spec.tasks.find(({ name }) => step === `task ${name}`);
  const run = route?.run ?? task?.run;
  if (run?.kind === 'action') return `action ${run.action}`;
  if (lazy === undefined || step !== `action ${lazy.action}`) return step;
  return `operation ${String(lazyInputs(lazy, spec.schemas).call['operation'])}`;
}
