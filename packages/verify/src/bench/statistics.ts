/** By linear interpolation between the two nearest ranks; `NaN` of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** Median of the slopes between all pairs (Theil 1950, Sen 1968): one odd value does not move it. */
export function slopeOf(values: readonly number[]): number {
  const slopes = values.flatMap((a, i) =>
    values.slice(i + 1).map((b, distance) => (b - a) / (distance + 1)),
  );
  return slopes.length === 0 ? 0 : median(slopes);
}

/** How many times as much the second is, and between which values that lies with 99 % confidence. */
export interface RatioEstimate {
  ratio: number;
  low: number;
  high: number;
}

const resamples = 2000;

/**
 * Ratio of two medians with a percentile bootstrap (Efron 1979). The draws are the same in every run, so that equal
 * samples have equal verdicts.
 */
export function ratioOfMedians(before: readonly number[], after: readonly number[]): RatioEstimate {
  const random = generator(before.length * 1000 + after.length);
  const draw = (values: readonly number[]) =>
    median(values.map(() => values[Math.floor(random() * values.length)] ?? NaN));
  const ratios = Array.from({ length: resamples }, () => draw(after) / draw(before));
  return {
    ratio: median(after) / median(before),
    low: quantile(ratios, 0.005),
    high: quantile(ratios, 0.995),
  };
}

/** Median of the ratios of pairs: what the machine does to both of a pair is not in it. With a bootstrap as above. */
export function medianOfRatios(before: readonly number[], after: readonly number[]): RatioEstimate {
  if (before.length !== after.length) return ratioOfMedians(before, after);
  const pairs = after.map((value, at) => value / (before[at] ?? NaN));
  const random = generator(pairs.length);
  const medians = Array.from({ length: resamples }, () =>
    median(pairs.map(() => pairs[Math.floor(random() * pairs.length)] ?? NaN)),
  );
  return { ratio: median(pairs), low: quantile(medians, 0.005), high: quantile(medians, 0.995) };
}

/** Mulberry32: small, fast, and good enough to draw samples with. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
