import type { ModelHandler, PluginSpec } from '@plugwright/spec';
import { answerOf } from './fixture-answer.js';

/**
 * Whether the documented answer holds what a model handler must give: text, numbers or an object at
 * `pick`. Many a document promises no more than some JSON; a handler cannot be blamed for that.
 */
export function answersWell(model: ModelHandler, spec: PluginSpec): boolean {
  const { run } = model;
  if (run.kind !== 'http') return false;
  const { body } = answerOf(run, spec.schemas);
  if (typeof body !== 'string') return false;
  const value = run.response.kind === 'json' ? at(JSON.parse(body), run.pick ?? '') : body;
  if (model.type === 'TEXT_EMBEDDING') {
    return Array.isArray(value) && value.every((item) => typeof item === 'number');
  }
  if (model.type.startsWith('TEXT')) return typeof value === 'string' && value !== '';
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a JSON pointer (RFC 6901). */
function at(value: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
          ? (inner as Record<string, unknown>)[key]
          : undefined,
      value,
    );
}
