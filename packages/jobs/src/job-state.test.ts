import { describe, expect, it } from 'vitest';
import {
  isTerminal,
  JOB_STATES,
  type JobState,
  mayTransit,
  type TransitionName,
  TRANSITIONS,
} from './job-state.js';

const STATES = Object.keys(JOB_STATES) as JobState[];
const NAMES = Object.keys(TRANSITIONS) as TransitionName[];
const MAX_ATTEMPTS = 2;
const MAX_SPARED = 1;

/** A job as the model sees it: everything the guards depend on, and nothing else. */
interface Model {
  state: JobState | 'none';
  attempt: number;
  spared: number;
  leased: boolean;
  cancelAsked: boolean;
  /** Dependencies and delay, as asked for at creation. */
  blocked: boolean;
  delayed: boolean;
}

const START: Model = {
  state: 'none',
  attempt: 0,
  spared: 0,
  leased: false,
  cancelAsked: false,
  blocked: false,
  delayed: false,
};

/** What each transition needs and does besides the state, as the engine does it. */
function apply(name: TransitionName, at: Model): Model | undefined {
  if (!mayTransit(name, at.state === 'none' ? undefined : at.state)) return undefined;
  const next: Model = { ...at, state: TRANSITIONS[name].to };
  const spent = at.attempt - at.spared;
  switch (name) {
    case 'createBlocked':
      return { ...next, blocked: true };
    case 'createScheduled':
      return { ...next, delayed: true };
    case 'unblockScheduled':
      return { ...next, blocked: false, delayed: true };
    case 'claim':
      return { ...next, attempt: at.attempt + 1, leased: true };
    case 'ask':
    case 'handBack':
      if (at.spared >= MAX_SPARED) return undefined;
      return { ...next, leased: false, spared: at.spared + 1 };
    case 'retry':
    case 'recover':
      return spent < MAX_ATTEMPTS ? { ...next, leased: false } : undefined;
    case 'recoverSpent':
      return spent >= MAX_ATTEMPTS ? { ...next, leased: false } : undefined;
    case 'requestCancel':
      return { ...next, cancelAsked: true };
    case 'complete':
    case 'fail':
    case 'finishCancel':
      return { ...next, leased: false };
    default:
      return next;
  }
}

/** Every reachable model, with the moves out of it. */
function explore() {
  const found = new Map<string, { model: Model; moves: [TransitionName, string][] }>();
  const open: Model[] = [START];
  while (open.length > 0) {
    const model = open.pop()!;
    const key = JSON.stringify(model);
    if (found.has(key)) continue;
    const moves: [TransitionName, string][] = [];
    for (const name of NAMES) {
      const next = apply(name, model);
      if (!next) continue;
      moves.push([name, JSON.stringify(next)]);
      open.push(next);
    }
    found.set(key, { model, moves });
  }
  return found;
}

describe('the state machine, explored whole', () => {
  const found = explore();
  const all = [...found.values()];

  it('is not empty, and uses every state and every row of the table', () => {
    expect(all.length).toBeGreaterThan(40);
    expect(new Set(all.map(({ model }) => model.state))).toEqual(new Set([...STATES, 'none']));
    expect(new Set(all.flatMap(({ moves }) => moves.map(([name]) => name)))).toEqual(
      new Set(NAMES),
    );
  });

  it('has no way out of a final state', () => {
    const ends = all.filter(({ model }) => model.state !== 'none' && isTerminal(model.state));
    expect(ends.length).toBeGreaterThan(3);
    expect(ends.flatMap(({ moves }) => moves)).toEqual([]);
  });

  it('reaches a final state from everywhere', () => {
    const reaching = new Set(
      [...found]
        .filter(([, { model }]) => model.state !== 'none' && isTerminal(model.state))
        .map(([key]) => key),
    );
    for (let grown = true; grown;) {
      grown = false;
      for (const [key, { moves }] of found)
        if (!reaching.has(key) && moves.some(([, to]) => reaching.has(to))) {
          reaching.add(key);
          grown = true;
        }
    }
    expect(reaching.size).toBe(found.size);
  });

  it('holds a lease exactly while something may run', () => {
    for (const { model } of all)
      expect({ ...model, leased: model.leased }).toMatchObject({
        leased: model.state === 'running' || model.state === 'cancelling',
      });
  });

  it('ends as cancelled once a running job was told to stop', () => {
    for (const { model } of all.filter(({ model }) => model.cancelAsked))
      expect(['cancelling', 'cancelled']).toContain(model.state);
  });

  it('never spends more attempts than allowed, also over crashes', () => {
    for (const { model } of all)
      expect(model.attempt - model.spared).toBeLessThanOrEqual(MAX_ATTEMPTS);
  });

  it('gives every attempt a number of its own', () => {
    // The number only grows, and a claim always raises it.
    for (const { model, moves } of all)
      for (const [name, to] of moves) {
        const { attempt } = JSON.parse(to) as Model;
        expect(attempt).toBe(model.attempt + (name === 'claim' ? 1 : 0));
      }
  });
});
