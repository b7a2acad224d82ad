import type { NotEvaluated } from '../bench-protocol.js';
import type { BenchComponent } from './bench-components.js';
import { messageOf } from './steps.js';

/** Blocks of calls between which memory is looked at. */
const blocks = 5;

/** Memory in use, block by block. */
export interface MemoryGrowth {
  callsPerBlock: number;
  /** Bytes after warm-up and then after each block, garbage collected. */
  bytes: number[];
  components: string[];
  notEvaluated: NotEvaluated[];
}

/**
 * Calls the components in turn, `calls` times in all, and looks at what is in use in between. Components that a
 * share of the time does not suffice for are left out: a leak per call is found by calls.
 */
export async function measureMemory(
  components: readonly BenchComponent[],
  calls: number,
  limitMs: number,
  collect: () => void,
): Promise<MemoryGrowth> {
  const notEvaluated: NotEvaluated[] = [];
  const fast: BenchComponent[] = [];
  const affordable = limitMs / (2 * calls);
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
  const callsPerBlock = Math.max(1, Math.round(calls / blocks));
  const bytes: number[] = [];
  if (fast.length === 0) return { callsPerBlock, bytes, components: [], notEvaluated };
  const run = async (count: number) => {
    for (let call = 0; call < count; call++) await once(fast[call % fast.length] as BenchComponent);
  };
  // What is made once and kept (compiled code, caches) is no growth.
  await run(Math.max(2 * callsPerBlock, 10 * fast.length));
  bytes.push(await bytesInUse(collect));
  for (let block = 0; block < blocks; block++) {
    await run(callsPerBlock);
    bytes.push(await bytesInUse(collect));
  }
  const names = fast.map(({ kind, name }) => `${kind} ${name}`);
  return { callsPerBlock, bytes, components: names, notEvaluated };
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
