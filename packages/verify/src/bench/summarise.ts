import { componentsPerSet } from '../bench-protocol.js';
import type { BenchMeasure, BenchReport } from './bench-report.js';
import type { RawMeasurements } from './measure-plugin.js';
import { median, quantile, slopeOf } from './statistics.js';

type Summary = Pick<
  BenchReport,
  'processes' | 'load' | 'components' | 'notEvaluated' | 'memory' | 'handles' | 'referenceMs'
>;

/** Less than half of its time it has the processor, also when that is free: it waits. */
const waiting = 0.5;

/** One value of each process, put together. */
export function summarise(raw: RawMeasurements, calls: number): Summary {
  const { times } = raw;
  const names = new Map(
    times.flatMap(({ components }) =>
      components.map(({ kind, name }) => [`${kind} ${name}`, { kind, name }] as const),
    ),
  );
  const components = [...names.values()].map(({ kind, name }) => {
    const own = times.flatMap((each) =>
      each.components.filter((one) => one.kind === kind && one.name === name),
    );
    return {
      kind,
      name,
      calls: own.reduce((sum, each) => sum + each.calls, 0),
      p50: measureOf(own.map((each) => each.p50)),
      p95: measureOf(own.map((each) => each.p95)),
      relative: measureOf(own.map((each) => each.relative)),
      waits: median(own.map((each) => each.busy)) < waiting,
    };
  });
  const without = new Map<string, Summary['notEvaluated'][number]>();
  const memoryWithout = raw.memory.flatMap(({ notEvaluated }) => notEvaluated);
  for (const [what, list] of [
    ['times', times.flatMap(({ notEvaluated }) => notEvaluated)],
    ['memory', memoryWithout],
  ] as const) {
    for (const { kind, name, reason } of list)
      if (!without.has(`${what} ${kind} ${name}`))
        without.set(`${what} ${kind} ${name}`, { what, kind, name, reason });
  }
  const total = (each: (typeof times)[number]) => each.importMs + each.registerMs;
  return {
    processes: times.length,
    load: {
      importMs: measureOf(times.map(({ importMs }) => importMs)),
      registerMs: measureOf(times.map(({ registerMs }) => registerMs)),
      totalMs: measureOf(times.map(total)),
      relative: measureOf(times.map((each) => total(each) / each.runtimeMs)),
    },
    components,
    notEvaluated: [...without.values()],
    memory: memoryOf(raw.memory, calls),
    handles: handlesOf(raw.handles),
    referenceMs: measureOf(times.map(({ referenceMs }) => referenceMs)),
  };
}

/** Median and quartiles of samples. */
export const measureOf = (samples: number[]): BenchMeasure => ({
  median: median(samples),
  low: quantile(samples, 0.25),
  high: quantile(samples, 0.75),
  samples,
});

/** A share of the memory in use before, as in the criteria of the levels. */
const leakShare = 0.05;
/** Growth by so many bytes per call in every process is no chance; without a leak it is some 30 to 60. */
const leakPerCall = 256;

function memoryOf(memory: RawMeasurements['memory'], calls: number): Summary['memory'] {
  const measured = memory.filter(({ bytes }) => bytes.length > 1);
  if (measured.length === 0) return null;
  const perCall = measured.map(({ bytes, callsPerBlock }) => slopeOf(bytes) / callsPerBlock);
  const components = [...new Set(measured.flatMap((each) => each.components))];
  const growthBytes = measureOf(perCall.map((each) => each * calls));
  const share = growthBytes.median / median(measured.map(({ bytes }) => bytes[0] ?? NaN));
  // With more calls the same noise is less per call.
  const sets = Math.ceil((measured[0]?.components.length ?? 1) / componentsPerSet);
  const steady = perCall.every((each) => each > leakPerCall / sets);
  return { calls, components, growthBytes, share, leak: steady || share > leakShare };
}

const handlesOf = ([first]: RawMeasurements['handles']): Summary['handles'] =>
  first ? { left: first.left.map(({ type, detail }) => ({ type, detail })) } : null;
