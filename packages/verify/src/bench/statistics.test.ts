import { describe, expect, it } from 'vitest';
import { around } from './__fixtures__/report.js';
import { median, quantile, ratioOfMedians, slopeOf } from './statistics.js';

describe('statistics', () => {
  it('reads quantiles between ranks', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(median([])).toBeNaN();
  });

  it('takes the slope that one odd value does not move', () => {
    expect(slopeOf([0, 2, 4, 6, 8])).toBe(2);
    expect(slopeOf([0, 2, 400, 6, 8])).toBe(2);
    expect(slopeOf([5])).toBe(0);
  });

  it('gives a ratio with the range in which it lies, the same each time', () => {
    const found = ratioOfMedians(around(1), around(1.3));
    expect(found.ratio).toBeCloseTo(1.3);
    expect(found.low).toBeGreaterThan(1.2);
    expect(found.low).toBeLessThan(1.3);
    expect(found.high).toBeGreaterThan(1.3);
    expect(ratioOfMedians(around(1), around(1.3))).toEqual(found);
    const noisy = ratioOfMedians(around(1, 0.3), around(1.3, 0.3));
    expect(noisy.high - noisy.low).toBeGreaterThan(found.high - found.low);
  });
});
