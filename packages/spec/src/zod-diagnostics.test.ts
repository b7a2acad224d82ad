import { expect, test } from 'vitest';
import { z } from 'zod';
import { zodDiagnostics } from './zod-diagnostics.js';

const schema = z.strictObject({
  word: z.string().min(3).max(5).optional(),
  list: z.array(z.string()).min(2).max(3).optional(),
  size: z.number().min(1).lt(10).optional(),
  count: z.int().optional(),
  flag: z.boolean().optional(),
  nothing: z.null().optional(),
  color: z.enum(['red', 'green']).optional(),
  even: z.number().multipleOf(2).optional(),
  mail: z.email().optional(),
  code: z.string().regex(/^zz+$/).optional(),
  either: z.union([z.number(), z.array(z.number())]).optional(),
  map: z.record(z.enum(['a', 'b']), z.number()).optional(),
  inner: z.strictObject({ kind: z.enum(['x', 'y']), name: z.string() }).optional(),
  empty: z.strictObject({}).optional(),
});

test.each<[object, string, string, string]>([
  [
    { word: 'ab' },
    'PW_SPEC_TOO_SHORT',
    '"word" must not be shorter than 3 characters.',
    'Write at least 3 characters.',
  ],
  [
    { word: 'abcdef' },
    'PW_SPEC_TOO_LONG',
    '"word" has more than 5 characters.',
    'Shorten it to at most 5 characters.',
  ],
  [
    { word: true },
    'PW_SPEC_TYPE',
    '"word" must be a text, not the boolean true.',
    'Put it in quotes: "true".',
  ],
  [{ list: ['a'] }, 'PW_SPEC_TOO_FEW', '"list" has fewer than 2 entries.', 'Add at least 2.'],
  [
    { list: ['a', 'b', 'c', 'd'] },
    'PW_SPEC_TOO_MANY',
    '"list" has more than 3 entries.',
    'Keep at most 3.',
  ],
  [
    { size: 10 },
    'PW_SPEC_RANGE',
    '"size" must be less than 10.',
    'Write a number that is less than 10.',
  ],
  [
    { size: 0 },
    'PW_SPEC_RANGE',
    '"size" must be at least 1.',
    'Write a number that is at least 1.',
  ],
  [
    { size: 'big' },
    'PW_SPEC_TYPE',
    '"size" must be a number, not the text "big".',
    'Write a number here.',
  ],
  [
    { size: '7' },
    'PW_SPEC_TYPE',
    '"size" must be a number, not the text "7".',
    'Write 7 without quotes.',
  ],
  [
    { count: 1e300 },
    'PW_SPEC_RANGE',
    '"count" must be at most 9007199254740991.',
    'Write a number that is at most 9007199254740991.',
  ],
  [
    { flag: 'off' },
    'PW_SPEC_TYPE',
    '"flag" must be true or false, not the text "off".',
    'Write false without quotes: in YAML 1.2 only true and false are booleans.',
  ],
  [
    { flag: 1 },
    'PW_SPEC_TYPE',
    '"flag" must be true or false, not the number 1.',
    'Write true or false here.',
  ],
  [{ nothing: 1 }, 'PW_SPEC_TYPE', '"nothing" must be null, not the number 1.', 'Write null here.'],
  [
    { color: 'gren' },
    'PW_SPEC_CHOICE',
    '"color" cannot be "gren".',
    'Did you mean green? Allowed: red or green.',
  ],
  [{ color: null }, 'PW_SPEC_CHOICE', '"color" cannot be null.', 'Write red or green.'],
  [
    { even: 3 },
    'PW_SPEC_INVALID',
    '"even": Invalid number: must be a multiple of 2.',
    'Correct this value.',
  ],
  [
    { mail: 'me' },
    'PW_SPEC_FORMAT',
    '"mail" is not a valid email address: "me".',
    'Write an address such as "me@example.com".',
  ],
  [{ code: 'x' }, 'PW_SPEC_PATTERN', '"code" cannot be "x".', 'Write a text that matches /^zz+$/.'],
  [
    { either: 'x' },
    'PW_SPEC_TYPE',
    '"either" must be a number or a list, not the text "x".',
    'Write a value of one of these types.',
  ],
  [
    { either: [1, 'x'] },
    'PW_SPEC_TYPE',
    'This item must be a number, not the text "x".',
    'Write a number here.',
  ],
  [
    { map: { a: 1, b: 2, c: 3 } },
    'PW_SPEC_UNKNOWN_KEY',
    'The key "c" is not known here.',
    'Remove it.',
  ],
  [{ inner: { name: 'n' } }, 'PW_SPEC_MISSING', '"kind" is missing.', 'Add "kind": x or y.'],
  [{ inner: { kind: 'x' } }, 'PW_SPEC_MISSING', '"name" is missing.', 'Add "name" (a text).'],
  [{ empty: { zzz: 1 } }, 'PW_SPEC_UNKNOWN_KEY', 'The key "zzz" is not known here.', 'Remove it.'],
])('%j', (value, code, message, hint) => {
  const parsed = schema.safeParse(value);
  const [found] = zodDiagnostics(parsed.error?.issues ?? [], schema, value);
  expect([found?.code, found?.message, found?.hint]).toEqual([code, message, hint]);
});
