import type { ModelHandler } from '@plugwright/spec';
import { describe, expect, it } from 'vitest';
import { librarySpec } from './__fixtures__/library-spec.js';
import { answersWell } from './model-answer.js';

const model = (type: string, response: object, pick?: string) =>
  ({
    type,
    description: 'x',
    priority: 0,
    run: { kind: 'http', response: { status: 200, ...response }, ...(pick ? { pick } : {}) },
  }) as ModelHandler;

describe('answersWell', () => {
  it.each([
    ['TEXT_SMALL', { kind: 'json', example: { a: ['hi'] } }, '/a/0', true],
    ['TEXT_SMALL', { kind: 'json', example: { 'a/b': 'hi' } }, '/a~1b', true],
    ['TEXT_SMALL', { kind: 'json', example: { a: 1 } }, '/b', false],
    ['TEXT_SMALL', { kind: 'json', example: 'hi' }, '/b', false],
    ['TEXT_LARGE', { kind: 'text', example: 'hi' }, undefined, true],
    ['TEXT_LARGE', { kind: 'empty' }, undefined, false],
    ['TEXT_LARGE', { kind: 'binary' }, undefined, false],
    ['TEXT_EMBEDDING', { kind: 'json', example: [1, 2] }, undefined, true],
    ['TEXT_EMBEDDING', { kind: 'json', example: ['1'] }, undefined, false],
    ['OBJECT_SMALL', { kind: 'json', example: {} }, undefined, true],
    ['OBJECT_SMALL', { kind: 'json', example: [] }, undefined, false],
  ])('%s with %j at %s: %s', (type, response, pick, expected) => {
    expect(answersWell(model(type, response, pick), librarySpec())).toBe(expected);
  });

  it('expects nothing of a handler that somebody has to write', () => {
    const custom = {
      ...model('TEXT_SMALL', {}),
      run: { kind: 'custom', notes: '' },
    } as ModelHandler;
    expect(answersWell(custom, librarySpec())).toBe(false);
  });
});
