import type { GateFact } from '../facts.js';
import { type Check, fail, pass, some, unknown, type Verdict } from './check.js';

/** L0: it is a plugin, and it can be built. */
export const builtChecks = [
  {
    id: 'built.manifest',
    title: 'Manifest and sources are well-formed and have what ElizaOS reads',
    evaluate: ({ gates }) => ofGate(gates?.['parse'], 'read without a problem'),
  },
  {
    id: 'built.types',
    title: 'The strict type check finds no error',
    evaluate: ({ gates, strict }) => {
      const found = ofGate(gates?.['types'], 'no type error under strict rules');
      if (found.answer !== 'pass') return found;
      if (strict === undefined) return unknown('whether the rules are strict is not known');
      return strict ? found : fail('"strict" is not on in tsconfig.json');
    },
  },
  {
    id: 'built.loads',
    title: 'The packed files load in a real AgentRuntime',
    evaluate: ({ loads }) => ofGate(loads, 'loaded and stopped without a problem'),
  },
  {
    id: 'built.package',
    title: 'The package is packed without times, users or chance',
    evaluate: ({ package: { deterministic, sha256 } }) => {
      if (deterministic === undefined) return unknown('nobody packed it twice');
      return deterministic.ok
        ? pass(`${deterministic.reason}: sha256 ${sha256.slice(0, 12)}…`)
        : fail(deterministic.reason);
    },
  },
] as const satisfies readonly Check[];

/** What a gate says. One that was skipped, or could not be judged, says nothing. */
export function ofGate(gate: GateFact | undefined, good: string): Verdict {
  if (gate === undefined) return unknown('it was not run');
  if (gate.status === 'skipped' || gate.inconclusive)
    return unknown(gate.reasons.length === 0 ? 'it was skipped' : some(gate.reasons));
  const by =
    gate.tool === undefined ? '' : ` (${[gate.tool, gate.version].filter(Boolean).join(' ')})`;
  return gate.status === 'passed' ? pass(`${good}${by}`) : fail(some(gate.reasons) || 'it failed');
}
