import { createHash } from 'node:crypto';
import { jobsError } from './jobs-error.js';
import type { JsonValue } from './json-value.js';

/**
 * JSON with sorted keys and no spaces, so that equal values have equal text. `undefined` is `null` at the top and left out
 * in objects.
 *
 * @throws `PW_JOBS_VALUE` for what JSON would silently change: functions, `NaN`, dates, maps, cycles …
 */
export function canonicalJson(value: unknown, what = 'the value'): string {
  const path: unknown[] = [];
  const refuse = (found: string): never => {
    throw jobsError('PW_JOBS_VALUE', `${what} holds ${found}, which is not JSON`);
  };
  const text = (at: unknown): string => {
    if (at === null || typeof at === 'string' || typeof at === 'boolean') return JSON.stringify(at);
    if (typeof at === 'number')
      return Number.isFinite(at) ? JSON.stringify(at) : refuse(String(at));
    if (typeof at !== 'object') return refuse(at === undefined ? 'undefined' : `a ${typeof at}`);
    if (path.includes(at)) return refuse('a cycle');
    path.push(at);
    const out = Array.isArray(at) ? `[${at.map(text).join(',')}]` : members(at);
    path.pop();
    return out;
  };
  const members = (at: object): string => {
    const proto: unknown = Object.getPrototypeOf(at);
    if (proto !== Object.prototype && proto !== null)
      return refuse(`a ${at.constructor?.name || 'special object'}`);
    const pairs = Object.entries(at)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${pairs.map(([key, inner]) => `${JSON.stringify(key)}:${text(inner)}`).join(',')}}`;
  };
  return text(value === undefined ? null : value);
}

/** SHA-256, hexadecimal. */
export const sha256 = (bytes: string | Uint8Array) =>
  createHash('sha256').update(bytes).digest('hex');

/** `value` as JSON sees it. */
export const asJson = (text: string) => JSON.parse(text) as JsonValue;
