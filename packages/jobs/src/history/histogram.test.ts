import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyHistogram, type Histogram, mergeHistogram, observe, quantile } from './histogram.js';

const of = (values: readonly number[]): Histogram => {
  const histogram = emptyHistogram();
  for (const value of values) observe(histogram, value);
  return histogram;
};
const exact = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(q * values.length)) - 1] as number;

describe('a histogram', () => {
  test('gives percentiles within 1 % of the sorted list, whatever the values', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.constantFrom(0, 0.01, 0.5, 0.95, 1), (values, q) => {
        const truth = exact(values, q);
        expect(Math.abs(quantile(of(values), q)! - truth)).toBeLessThanOrEqual(truth * 0.0101);
      }),
    );
  });

  test('of two parts is the histogram of all, also after JSON', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e7 }));
    fc.assert(
      fc.property(values, values, (some, others) => {
        const sum = JSON.parse(JSON.stringify(of(some))) as Histogram;
        mergeHistogram(sum, of(others));
        expect(sum).toEqual(of([...some, ...others]));
      }),
    );
  });

  test('of nothing has no percentile', () => {
    expect(quantile(emptyHistogram(), 0.5)).toBeUndefined();
  });
});
