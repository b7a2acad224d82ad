import type { ModelHandler, PluginSpec } from '@plugwright/spec';
import { answerOf } from './fixture-answer.js';
import { valueAt } from './value-at.js';

/**
 * Whether the documented answer holds what a model handler must give: text, numbers or an object at
 * `pick`. Many a document promises no more than some JSON; a handler cannot be blamed for that.
 */
export function answersWell(model: ModelHandler, spec: PluginSpec): boolean {
  const { run } = model;
  if (run.kind !== 'http') return false;
  const { body } = answerOf(run, spec.schemas);
  if (typeof body !== 'string') return false;
  const value = run.response.kind === 'json' ? valueAt(JSON.parse(body), run.pick ?? '') : body;
  if (model.type === 'TEXT_EMBEDDING') {
    return Array.isArray(value) && value.every((item) => typeof item === 'number');
  }
  if (model.type.startsWith('TEXT')) return typeof value === 'string' && value !== '';
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
