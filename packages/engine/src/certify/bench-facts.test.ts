import type { BenchReport } from '@plugwright/verify';
import { describe, expect, it } from 'vitest';
import { benchFacts } from './bench-facts.js';

const measure = (median: number) => ({
  median,
  low: median - 1,
  high: median + 2,
  samples: [1, 2],
});
const report = (more: Partial<BenchReport> = {}): BenchReport => ({
  benchVersion: 2,
  plugin: { name: 'plugin-lamp', bundleDigest: 'sha256:0' },
  machine: {
    id: 'x',
    os: 'linux',
    arch: 'x64',
    cpu: 'Some CPU',
    cores: 2,
    memoryBytes: 1,
    node: '22.0.0',
    isolation: { level: 'sandbox', driver: 'bubblewrap' },
  },
  processes: 3,
  load: {
    importMs: measure(1),
    registerMs: measure(2),
    totalMs: measure(12.34567),
    relative: measure(1),
  },
  components: [
    {
      kind: 'action',
      name: 'LAMP_ON',
      calls: 300,
      p50: measure(4),
      p95: measure(9.87654),
      relative: measure(1),
      waits: false,
    },
  ],
  notEvaluated: [
    { what: 'memory', kind: 'service', name: 'watch', reason: 'the port is taken' },
    { what: 'times', kind: 'action', name: 'LAMP_OFF', reason: 'no network' },
  ],
  bundle: { bytes: 700 },
  dependencies: { count: 1, bytes: 8000, missing: [] },
  memory: {
    calls: 1000,
    components: ['action LAMP_ON', 'service lamp'],
    growthBytes: measure(10),
    share: 0.0123456,
    leak: false,
  },
  handles: { left: [{ type: 'Timeout', detail: '' }] },
  spent: { bundleBytes: 700, bootMs: 300.0001, actionMs: null, memoryBytes: null },
  budgets: [
    { name: 'actionMs', limit: 10, value: 9.87654, result: 'passed' },
    { name: 'bundleBytes', limit: 1000, value: 700, result: 'passed' },
    { name: 'memoryBytes', limit: 1000, value: null, result: 'not evaluated' },
  ],
  referenceMs: measure(1),
  measuredAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  ...more,
});

describe('a benchmark as facts', () => {
  it('has every figure with its unit, four digits of it', () => {
    const facts = benchFacts(report());
    expect(facts.machine).toBe('Some CPU, 2 cores, linux x64, Node 22.0.0');
    expect(facts.runs).toBe(3);
    expect(facts.measures).toEqual([
      { name: 'cold load', unit: 'ms', value: 12.35, spread: 3, samples: 2 },
      { name: 'action LAMP_ON', unit: 'ms', value: 4, spread: 3, samples: 300, p95: 9.877 },
      { name: 'bundle', unit: 'bytes', value: 700 },
      { name: 'dependencies', unit: 'bytes', value: 8000 },
      { name: 'budget actionMs', unit: 'ms', value: 9.877, budget: 10, setBy: 'author' },
      { name: 'budget bundleBytes', unit: 'bytes', value: 700, budget: 1000, setBy: 'author' },
    ]);
    expect(facts).toMatchObject({
      memoryGrowth: 1.235,
      handlesLeft: 1,
      spent: { bundleBytes: 700, bootMs: 300 },
      components: 3,
      exercised: ['action LAMP_ON', 'service lamp'],
      notExercised: ['service watch: the port is taken'],
    });
    expect(benchFacts(report(), 12).components).toBe(12);
  });

  it('says nothing of memory and handles that could not be measured', () => {
    const facts = benchFacts(report({ memory: null, handles: null }));
    expect(facts).not.toHaveProperty('memoryGrowth');
    expect(facts).not.toHaveProperty('handlesLeft');
  });

  it('takes memory that was given back for no growth', () => {
    const memory = {
      calls: 1000,
      components: [],
      growthBytes: measure(-10),
      share: -0.2,
      leak: false,
    };
    expect(benchFacts(report({ memory })).memoryGrowth).toBe(0);
  });
});
