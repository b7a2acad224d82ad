/**
 * How often which value was seen, in buckets that are 2 % wide: a percentile is right within 1 %, whatever the range,
 * in a few hundred numbers. Sums of histograms are histograms.
 */
export interface Histogram {
  count: number;
  sum: number;
  max: number;
  /** Number of a bucket and its count, in turn, buckets ascending: short in JSON, quick to add. */
  buckets: number[];
}

const LOG_WIDTH = Math.log(1.02);

export const emptyHistogram = (): Histogram => ({ count: 0, sum: 0, max: 0, buckets: [] });

/** Adds a value; below 1 counts as 0. */
export function observe(histogram: Histogram, value: number): void {
  const bucket = value < 1 ? 0 : 1 + Math.floor(Math.log(value) / LOG_WIDTH + 1e-9);
  histogram.count++;
  histogram.sum += value;
  histogram.max = Math.max(histogram.max, value);
  const { buckets } = histogram;
  let low = 0;
  for (let high = buckets.length >> 1; low < high;) {
    const middle = (low + high) >> 1;
    if (buckets[2 * middle]! < bucket) low = middle + 1;
    else high = middle;
  }
  if (buckets[2 * low] === bucket) buckets[2 * low + 1]!++;
  else buckets.splice(2 * low, 0, bucket, 1);
}

/** Adds `other` to `histogram`. */
export function mergeHistogram(histogram: Histogram, other: Histogram): void {
  histogram.count += other.count;
  histogram.sum += other.sum;
  histogram.max = Math.max(histogram.max, other.max);
  const [a, b] = [histogram.buckets, other.buckets];
  const sum: number[] = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const [left = Infinity, right = Infinity] = [a[i], b[j]];
    sum.push(
      Math.min(left, right),
      (left <= right ? a[i + 1]! : 0) + (right <= left ? b[j + 1]! : 0),
    );
    if (left <= right) i += 2;
    if (right <= left) j += 2;
  }
  histogram.buckets = sum;
}

/** The value below which the part `q` (0 to 1) of all lies, nearest rank, within 1 %; `undefined` when there is none. */
export function quantile({ count, max, buckets }: Histogram, q: number): number | undefined {
  if (count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(q * count));
  let at = 0;
  for (let seen = buckets[1]!; seen < rank; seen += buckets[at + 1]!) at += 2;
  const bucket = buckets[at]!;
  return bucket === 0 ? 0 : Math.min(max, Math.exp((bucket - 0.5) * LOG_WIDTH));
}
