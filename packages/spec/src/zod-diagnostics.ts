import type { z } from 'zod';
import { closest } from './closest.js';
import type { Diagnostic } from '@plugwright/errors';
import { pointerOf } from './json-pointer.js';
import { patternHint } from './pattern-hints.js';
import { memberOf } from './member-of.js';
import { allowedKeys } from './schema-shape.js';

type Issue = z.core.$ZodIssue;

/** zod's issues as diagnostics: stable codes, JSON pointers, and what to write instead. */
export function zodDiagnostics(
  issues: readonly Issue[],
  schema: z.core.$ZodType,
  data: unknown,
): Diagnostic[] {
  return issues.flatMap((issue) => diagnose(issue, schema, data));
}

function diagnose(issue: Issue, schema: z.core.$ZodType, data: unknown): Diagnostic[] {
  const path = pointerOf(issue.path);
  const value = issue.path.reduce<unknown>(memberOf, data);
  const last = issue.path.at(-1);
  const label =
    last === undefined ? 'The spec' : typeof last === 'number' ? 'This item' : `"${String(last)}"`;
  const error = (code: string, message: string, hint: string): Diagnostic[] => [
    { code, severity: 'error', message, hint, path },
  ];

  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const keys = allowedKeys(schema, issue.path, data);
        const meant = closest(key, keys);
        return {
          code: 'PW_SPEC_UNKNOWN_KEY',
          severity: 'error',
          message: `The key "${key}" is not known here.`,
          hint: meant
            ? `Did you mean "${meant}"?`
            : keys.length === 0
              ? 'Remove it.'
              : `Remove it; known here: ${listOf(keys)}.`,
          path: pointerOf([...issue.path, key]),
        };
      });
    case 'invalid_type':
      if (value === undefined)
        return error(
          'PW_SPEC_MISSING',
          `${label} is missing.`,
          `Add ${label} (${typeName(issue.expected)}).`,
        );
      return error(
        'PW_SPEC_TYPE',
        `${label} must be ${typeName(issue.expected)}, not ${nameOfValue(value)}.`,
        last === 'version' && typeof value === 'number'
          ? 'Put it in quotes, with three numbers: "1.0.0".'
          : typeHint(issue.expected, value),
      );
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (issue.path.length === 1 && last === 'specVersion')
        return value === undefined
          ? error('PW_SPEC_MISSING', '"specVersion" is missing.', 'Add "specVersion: 1".')
          : error(
              'PW_SPEC_VERSION_UNSUPPORTED',
              `The spec version ${JSON.stringify(value)} is not known.`,
              'Write "specVersion: 1", a number without quotes, or update Plugwright.',
            );
      if (value === undefined)
        return error('PW_SPEC_MISSING', `${label} is missing.`, `Add ${label}: ${listOf(values)}.`);
      return error(
        'PW_SPEC_CHOICE',
        `${label} cannot be ${shorten(value)}.`,
        choiceHint(String(value), values),
      );
    }
    case 'invalid_union':
      return diagnoseUnion(issue, schema, data, value, label, error);
    case 'too_big':
    case 'too_small':
      return diagnoseSize(issue, label, error);
    case 'invalid_format':
      if (issue.format === 'regex')
        return error(
          'PW_SPEC_PATTERN',
          `${label} cannot be ${shorten(value)}.`,
          patternHint(issue.pattern ?? ''),
        );
      return error(
        'PW_SPEC_FORMAT',
        `${label} is not a valid ${issue.format === 'url' ? 'http(s) URL' : `${issue.format} address`}: ${shorten(value)}.`,
        issue.format === 'url'
          ? 'Write a full URL such as "https://api.example.com/v1".'
          : 'Write an address such as "me@example.com".',
      );
    case 'invalid_key':
      return error(
        'PW_SPEC_KEY_PATTERN',
        `The key "${String(last)}" does not have the form that is needed here.`,
        keyHint(issue.issues),
      );
    default:
      return error('PW_SPEC_INVALID', `${label}: ${issue.message}.`, 'Correct this value.');
  }
}

type Report = (code: string, message: string, hint: string) => Diagnostic[];

function diagnoseUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  schema: z.core.$ZodType,
  data: unknown,
  value: unknown,
  label: string,
  error: Report,
): Diagnostic[] {
  if (issue.discriminator !== undefined) {
    // zod puts the discriminator at the end of the path.
    const options = 'options' in issue ? (issue.options ?? []).map(String) : [];
    return value === undefined
      ? error('PW_SPEC_MISSING', `${label} is missing.`, `Add ${label}: ${listOf(options)}.`)
      : error(
          'PW_SPEC_CHOICE',
          `${label} cannot be ${shorten(value)}.`,
          choiceHint(String(value), options),
        );
  }
  // The branch that came furthest says best what is wrong.
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
  const best = issue.errors
    .filter(
      (issues) => !issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
    )
    .sort((a, b) => depth(b) - depth(a))[0];
  if (best)
    return best.flatMap((inner) =>
      diagnose({ ...inner, path: [...issue.path, ...inner.path] } as Issue, schema, data),
    );
  const expected = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (inner.code === 'invalid_type' ? [typeName(inner.expected)] : [])),
  );
  return error(
    'PW_SPEC_TYPE',
    `${label} must be ${[...new Set(expected)].join(' or ') || 'of another kind'}, not ${nameOfValue(value)}.`,
    'Write a value of one of these types.',
  );
}

function diagnoseSize(
  issue: Extract<Issue, { code: 'too_big' | 'too_small' }>,
  label: string,
  error: Report,
): Diagnostic[] {
  const big = issue.code === 'too_big';
  const limit = String(big ? issue.maximum : issue.minimum);
  if (issue.origin === 'string')
    return big
      ? error(
          'PW_SPEC_TOO_LONG',
          `${label} has more than ${limit} characters.`,
          `Shorten it to at most ${limit} characters.`,
        )
      : error(
          'PW_SPEC_TOO_SHORT',
          `${label} must not be ${limit === '1' ? 'empty' : `shorter than ${limit} characters`}.`,
          `Write at least ${limit} character${limit === '1' ? '' : 's'}.`,
        );
  if (issue.origin === 'number' || issue.origin === 'int') {
    const words = `${issue.inclusive ? 'at' : big ? 'less' : 'more'} ${issue.inclusive ? (big ? 'most' : 'least') : 'than'} ${limit}`;
    return error('PW_SPEC_RANGE', `${label} must be ${words}.`, `Write a number that is ${words}.`);
  }
  return big
    ? error(
        'PW_SPEC_TOO_MANY',
        `${label} has more than ${limit} entries.`,
        `Keep at most ${limit}.`,
      )
    : error(
        'PW_SPEC_TOO_FEW',
        limit === '1' ? `${label} must not be empty.` : `${label} has fewer than ${limit} entries.`,
        `Add at least ${limit}.`,
      );
}

function keyHint(issues: readonly Issue[]): string {
  const first = issues[0];
  if (first?.code === 'invalid_format') return patternHint(first.pattern ?? '');
  if (first?.code === 'too_big') return `Use at most ${String(first.maximum)} characters.`;
  return 'Use another key.';
}

const TYPE_NAMES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};
const typeName = (type: string) => TYPE_NAMES[type] ?? type;

function nameOfValue(value: unknown): string {
  if (value === null) return 'empty (null)';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value === 'string' ? 'text' : typeof value} ${shorten(value)}`;
}

function typeHint(expected: string, value: unknown): string {
  const text = typeof value === 'string' ? value : '';
  if (expected === 'boolean' && /^(?:y|yes|on|true)$/i.test(text))
    return 'Write true without quotes: in YAML 1.2 only true and false are booleans.';
  if (expected === 'boolean' && /^(?:n|no|off|false)$/i.test(text))
    return 'Write false without quotes: in YAML 1.2 only true and false are booleans.';
  if (expected === 'string' && (typeof value === 'number' || typeof value === 'boolean'))
    return `Put it in quotes: "${String(value)}".`;
  if ((expected === 'number' || expected === 'int') && text !== '' && Number.isFinite(Number(text)))
    return `Write ${Number(text)} without quotes.`;
  if (expected === 'array') return 'Write a list: each item on its own line after "- ".';
  return `Write ${typeName(expected)} here.`;
}

function choiceHint(value: string, values: readonly string[]): string {
  const meant = closest(value, values);
  return meant && values.length > 1
    ? `Did you mean ${meant}? Allowed: ${listOf(values)}.`
    : `Write ${listOf(values)}.`;
}

const listOf = (values: readonly string[]) =>
  values.length > 1
    ? `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`
    : (values[0] ?? '');

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
