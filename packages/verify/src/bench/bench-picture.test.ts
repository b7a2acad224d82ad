import { describe, expect, it } from 'vitest';
import { component, reportOf } from './__fixtures__/report.js';
import { benchSvg } from './bench-svg.js';
import { benchText } from './bench-text.js';
import { compareReports } from './compare-reports.js';
import { measureOf } from './summarise.js';

const report = reportOf({
  components: [
    component('action', 'TIDE_GET', 0.05, 1.2),
    component('provider', 'TIDE_NOW', 42, 12, true),
  ],
  notEvaluated: [
    { what: 'times', kind: 'action', name: 'TIDE_SET', reason: 'it answers a failure: no network' },
    { what: 'memory', kind: 'action', name: 'TIDE_SET', reason: 'the same' },
  ],
  dependencies: { count: 3, bytes: 1_234_567, missing: ['left-pad'] },
});

describe('the table', () => {
  it('has everything that was measured, and what was not', () => {
    const text = benchText(report);
    expect(text).toMatch(/^cold load +10 ms +± \d+ %$/m);
    expect(text).toMatch(/^action TIDE_GET +50\.0 µs +0\.15 ms +± \d+ %$/m);
    expect(text).toMatch(/^provider TIDE_NOW +42 ms +126 ms +± \d+ % +mostly waits$/m);
    expect(text).toMatch(/^action TIDE_SET +not evaluated +it answers a failure: no network$/m);
    expect(text).toMatch(/^dependencies +3 +1\.23 MB +not installed here: left-pad$/m);
    expect(text).toMatch(/^memory over 1000 calls +\+30 kB +no leak$/m);
    expect(text).toMatch(/^open after stop +0$/m);
    expect(text).toContain('bubblewrap; median of 9 processes');
  });

  it('says what nothing is known of', () => {
    const text = benchText(
      reportOf({
        memory: null,
        handles: null,
        machine: { ...report.machine, isolation: { level: 'none', driver: 'none' } },
      }),
    );
    expect(text).toMatch(/^memory +not evaluated +nothing could be called often enough$/m);
    expect(text).toMatch(/^open after stop +not evaluated +it could not be stopped$/m);
    expect(text).toContain('none, no sandbox');
  });

  it('shows the comparison below', () => {
    const old = reportOf({ components: [component('action', 'TIDE_OLD', 1, 1)] });
    const text = benchText(report, compareReports(old, report));
    expect(text).toMatch(/^load +10 ms +10 ms +100 % +9\d % to 10\d % +same$/m);
    expect(text).toMatch(/^dependencies +0 B +1\.23 MB +new +worse$/m);
    expect(text).toContain('new: action TIDE_GET, provider TIDE_NOW');
    expect(text).toContain('gone: action TIDE_OLD');
  });
});

describe('the comparison', () => {
  it('names nothing as new or gone where the same was measured', () => {
    const text = benchText(report, compareReports(report, report));
    expect(text).toMatch(/^action TIDE_GET +50\.0 µs +50\.0 µs +100 % +\d+ % to \d+ % +same$/m);
    expect(text).toMatch(/^bundle +60 kB +60 kB +100 % +same$/m);
    expect(text).not.toMatch(/^(?:new|gone): /m);
  });

  it('tells figures of every size, a leak, and what grew less than nothing', () => {
    const grown = (bytes: number, leak: boolean) =>
      benchText(
        reportOf({
          memory: {
            components: ['action TIDE_GET'],
            calls: 10,
            growthBytes: measureOf([bytes]),
            share: 0,
            leak,
          },
          bundle: { bytes: 999 },
          load: { ...report.load, relative: measureOf([0]) },
        }),
      );
    expect(grown(-2_500_000, false)).toMatch(/^memory over 10 calls +-2\.5 MB +no leak$/m);
    expect(grown(0, true)).toMatch(/^memory over 10 calls +\+0 B +a leak$/m);
    expect(grown(0, true)).toMatch(/^bundle +999 B$/m);
    // There is no share of nothing.
    expect(grown(0, true)).toMatch(/^cold load +10 ms$/m);
  });
});

describe('the picture', () => {
  it('is one SVG with a bar for each component', () => {
    const svg = benchSvg(report);
    expect(svg.match(/<rect class="p50"/g)).toHaveLength(4);
    expect(svg).toContain('action TIDE_SET');
    expect(svg).not.toMatch(/NaN|undefined|href|<script/);
  });

  it('keeps names of the plugin from being markup', () => {
    const svg = benchSvg(
      reportOf({
        plugin: { name: '</title><script>alert(1)</script>\u0000', bundleDigest: 'x' },
        components: [component('action', `"><image href='x'/>${'y'.repeat(99)}`, 1, 1)],
      }),
    );
    expect(svg).not.toMatch(/<script|<image/);
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('&#60;script&#62;');
  });
});
