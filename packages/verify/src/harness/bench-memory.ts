import { componentsPerSet, type NotEvaluated } from '../bench-protocol.js';
import type { BenchComponent } from './bench-components.js';
import { ownTimeMs } from './run-delay.js';
import { messageOf } from './steps.js';

/** Blocks of calls between which memory is looked at, in multiples of the calls that growth is told over. */
const blocks = 6;
const block = 0.5;
/** So long V8 still compiles and learns, which takes memory once: after 2000 calls of nine actions it was over. */
const warmUp = 3;

/** Multiples of the time that the calls should take, after which no more are made. */
const patience = 2.5;
/** Looks at the memory without which growth is no line. */
const leastBlocks = 4;

/** Memory in use, block by block. */
export interface MemoryGrowth {
  callsPerBlock: number;
  /** Bytes after warm-up and then after each block, garbage collected. */
  bytes: number[];
  components: string[];
  notEvaluated: NotEvaluated[];
}

/**
 * Calls the components in turn, some thousand times in all, and looks at what is in use in between. Components that
 * are too slow for that are left out: a leak per call is found by calls.
 */
export async function measureMemory(
  components: readonly BenchComponent[],
  calls: number,
  limitMs: number,
  collect: () => void,
): Promise<MemoryGrowth> {
  const notEvaluated: NotEvaluated[] = [];
  const fast: BenchComponent[] = [];
  // A leak in one of many components is as large in all as one in one of few.
  const total = calls * Math.ceil(components.length / componentsPerSet);
  const affordable = limitMs / ((warmUp + blocks * block) * total);
  for (const component of components) {
    const { kind, name } = component;
    try {
      let callMs = Infinity;
      for (let call = 0; call < 10 && callMs > affordable; call++) {
        const startedAt = performance.now();
        await once(component);
        callMs = Math.min(callMs, performance.now() - startedAt);
      }
      if (callMs <= affordable) fast.push(component);
      else notEvaluated.push({ kind, name, reason: `a call takes ${callMs.toFixed(1)} ms` });
    } catch (error) {
      notEvaluated.push({ kind, name, reason: messageOf(error).slice(0, 300) });
    }
  }
  const callsPerBlock = Math.round(total * block);
  const bytes: number[] = [];
  if (fast.length === 0) return { callsPerBlock, bytes, components: [], notEvaluated };
  const until = ownTimeMs() + patience * limitMs;
  /** Whether all calls were made: what leaves a listener behind with each call takes longer with each. */
  const run = async (count: number): Promise<boolean> => {
    for (let call = 0; call < count; call++) {
      if (call % 16 === 0 && ownTimeMs() > until) return false;
      await once(fast[call % fast.length] as BenchComponent);
    }
    return true;
  };
  if (await run(warmUp * total)) {
    bytes.push(await bytesInUse(collect));
    for (let block = 0; block < blocks && (await run(callsPerBlock)); block++)
      bytes.push(await bytesInUse(collect));
  }
  const names = fast.map(({ kind, name }) => `${kind} ${name}`);
  if (bytes.length >= leastBlocks) return { callsPerBlock, bytes, components: names, notEvaluated };
  const reason = 'calls took longer and longer';
  const late = fast.map(({ kind, name }) => ({ kind, name, reason }));
  return { callsPerBlock, bytes: [], components: [], notEvaluated: [...notEvaluated, ...late] };
}

async function once(component: BenchComponent): Promise<void> {
  component.restore();
  await component.call();
}

/** Heap and what it holds outside, after everything that can go has gone. */
async function bytesInUse(collect: () => void): Promise<number> {
  // Finalizers run between two turns, and what they let go needs another collection.
  for (let turn = 0; turn < 3; turn++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
