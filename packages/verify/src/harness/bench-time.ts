import { quantile } from '../bench/statistics.js';
import type { NotEvaluated, TimedComponent } from '../bench-protocol.js';
import type { BenchComponent } from './bench-components.js';
import { referenceWork } from './reference-work.js';
import { messageOf } from './steps.js';

/** Rounds in which each component and the reference work take turns: load that comes and goes hits both. */
const rounds = 40;
/** Time of one turn, in ms: shorter than what a process has the processor for at a time. */
const turnMs = 3;
/** More calls than this in a turn would make the rounds few. */
const maxTurn = 200;

/** Times in this process. */
export interface Times {
  referenceMs: number;
  components: TimedComponent[];
  notEvaluated: NotEvaluated[];
}

interface Series {
  component: BenchComponent;
  turn: number;
  times: number[];
  ratios: number[];
  /** Processor time and wall time of each turn, in ms. */
  cpu: number[];
  wall: number[];
}

/** Time for all components together in a process, in ms. */
const mostMs = 2000;

/** Calls the components in turns with the reference work for about `eachMs` each, less when they are many. */
export async function takeTimes(
  components: readonly BenchComponent[],
  eachMs: number,
): Promise<Times> {
  const componentMs = Math.min(eachMs, mostMs / Math.max(1, components.length));
  const series: Series[] = [];
  const notEvaluated: NotEvaluated[] = [];
  const drop = (component: BenchComponent, error: unknown) => {
    const { kind, name } = component;
    notEvaluated.push({
      kind,
      name,
      reason: `a later call failed: ${messageOf(error)}`.slice(0, 300),
    });
  };
  for (const component of components) {
    try {
      const callMs = await warmUp(component, componentMs / 4);
      const turn = Math.round(Math.min(turnMs, componentMs / rounds) / callMs);
      series.push({
        component,
        turn: Math.min(maxTurn, Math.max(1, turn)),
        times: [],
        ratios: [],
        cpu: [],
        wall: [],
      });
    } catch (error) {
      drop(component, error);
    }
  }
  const reference = await referenceSeries(componentMs / 4);
  const broken = new Set<Series>();
  const until = performance.now() + 12 * componentMs * (series.length + 1);
  for (let round = 0; round < rounds && performance.now() < until; round++) {
    for (const each of series) {
      if (broken.has(each)) continue;
      try {
        const yardstick = await turnOf(reference);
        const own = await turnOf(each);
        each.ratios.push(own / yardstick);
      } catch (error) {
        broken.add(each);
        drop(each.component, error);
      }
    }
  }
  return {
    referenceMs: quantile(reference.times, 0.5),
    components: series
      .filter((each) => !broken.has(each) && each.times.length > 0)
      .map(({ component: { kind, name }, times, ratios, cpu, wall }) => ({
        kind,
        name,
        calls: times.length,
        p50: quantile(times, 0.5),
        p95: quantile(times, 0.95),
        relative: quantile(ratios, 0.5),
        // Turns that others interrupted take longer, and now and then the collector works beside one.
        busy: Math.min(1, quantile(cpu, 0.5) / Math.max(quantile(wall, 0.1), 1e-6)),
      })),
    notEvaluated,
  };
}

/**
 * Lets the code become hot; the time of a call in ms, the best of what was seen. What counts is the time that it had
 * the processor for: on a busy machine code stays cold for long.
 */
async function warmUp(component: BenchComponent, forMs: number): Promise<number> {
  const before = process.cpuUsage();
  const until = performance.now() + 20 * forMs;
  let best = Infinity;
  for (let calls = 0; calls < 3 || (calls < 2000 && performance.now() < until); calls++) {
    component.restore();
    const startedAt = performance.now();
    await component.call();
    best = Math.min(best, performance.now() - startedAt);
    if (calls >= 3 && cpuMsSince(before) > forMs) break;
  }
  return Math.max(best, 0.001);
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function referenceSeries(forMs: number): Promise<Series> {
  const component: BenchComponent = {
    kind: 'action',
    name: 'reference',
    restore: () => {},
    call: async () => void (await referenceWork()),
  };
  const callMs = await warmUp(component, forMs);
  const turn = Math.max(3, Math.round(turnMs / callMs));
  return { component, turn, times: [], ratios: [], cpu: [], wall: [] };
}

/** One turn; the first decile of its times: pauses of the process, and the cold caches after them, do not move it. */
async function turnOf(series: Series): Promise<number> {
  const { component, turn, times } = series;
  const own: number[] = [];
  const cpu = process.cpuUsage();
  const turnAt = performance.now();
  for (let call = 0; call < turn; call++) {
    component.restore();
    const startedAt = performance.now();
    await component.call();
    own.push(performance.now() - startedAt);
  }
  series.cpu.push(cpuMsSince(cpu));
  series.wall.push(performance.now() - turnAt);
  times.push(...own);
  return quantile(own, 0.1);
}
