/** Where a job stands. `completed`, `failed` and `cancelled` are final: nothing leads out of them. */
export type JobState =
  | 'scheduled'
  | 'blocked'
  | 'queued'
  | 'running'
  | 'asking'
  | 'cancelling'
  | 'completed'
  | 'failed'
  | 'cancelled';

/** What each state means; the documentation is made from it. */
export const JOB_STATES: Readonly<Record<JobState, string>> = {
  scheduled: 'waits for a time: a delay at creation, or the back-off before the next attempt',
  blocked: 'waits for the jobs it depends on',
  queued: 'may run as soon as there is room',
  running: 'an attempt holds the lease',
  asking: 'waits for an answer to a question of one of its steps; holds no lease',
  cancelling: 'is told to stop; its children are being ended',
  completed: 'ended with an output',
  failed: 'ended with an error',
  cancelled: 'ended because somebody said so',
};

interface Transition {
  /** The states it may start from; none: it makes a new record. */
  from: readonly JobState[];
  to: JobState;
  /** Why it happens, for the documentation. */
  when: string;
}

/**
 * The state machine, and the only place it is written down: the guard of every write, the types, the
 * diagram in `docs/jobs.md`, the fault-injection points of the crash test and the exhaustive model all come from
 * this table.
 */
export const TRANSITIONS = {
  create: { from: [], to: 'queued', when: 'created, free to run' },
  createScheduled: { from: [], to: 'scheduled', when: 'created with a delay' },
  createBlocked: { from: [], to: 'blocked', when: 'created with unfinished dependencies' },
  due: { from: ['scheduled'], to: 'queued', when: 'its time has come' },
  unblock: { from: ['blocked'], to: 'queued', when: 'the last dependency completed' },
  unblockScheduled: {
    from: ['blocked'],
    to: 'scheduled',
    when: 'the last dependency completed, its delay goes on',
  },
  dependencyFailed: { from: ['blocked'], to: 'failed', when: 'a dependency did not complete' },
  prioritise: { from: ['queued'], to: 'queued', when: 'given another priority' },
  prioritiseScheduled: {
    from: ['scheduled'],
    to: 'scheduled',
    when: 'given another priority',
  },
  prioritiseBlocked: { from: ['blocked'], to: 'blocked', when: 'given another priority' },
  claim: { from: ['queued'], to: 'running', when: 'an attempt takes the lease' },
  record: {
    from: ['running'],
    to: 'running',
    when: 'a step is checkpointed, a child, usage or progress is noted',
  },
  ask: { from: ['running'], to: 'asking', when: 'a step needs an answer' },
  answer: { from: ['asking'], to: 'queued', when: 'the answer has come' },
  complete: { from: ['running'], to: 'completed', when: 'the attempt returned an output' },
  fail: { from: ['running'], to: 'failed', when: 'the last attempt failed' },
  retry: { from: ['running'], to: 'scheduled', when: 'an attempt failed, others are left' },
  handBack: { from: ['running'], to: 'queued', when: 'shutdown; the attempt is not spent' },
  recover: { from: ['running'], to: 'queued', when: 'the process that held the lease is dead' },
  recoverSpent: {
    from: ['running'],
    to: 'failed',
    when: 'the process is dead, and it was the last attempt',
  },
  requestCancel: { from: ['running'], to: 'cancelling', when: 'cancel, while it runs' },
  cancel: {
    from: ['scheduled', 'blocked', 'queued', 'asking'],
    to: 'cancelled',
    when: 'cancel, while nothing runs',
  },
  finishCancel: { from: ['cancelling'], to: 'cancelled', when: 'all its children are gone' },
  expire: {
    from: ['scheduled', 'blocked', 'queued', 'asking'],
    to: 'failed',
    when: 'waited longer than its limit',
  },
} as const satisfies Record<string, Transition>;

/** The name of a row of {@link TRANSITIONS}. */
export type TransitionName = keyof typeof TRANSITIONS;

/** The final states. */
export type TerminalState = 'completed' | 'failed' | 'cancelled';

/** Final states, in the order of the type. */
export const TERMINAL_STATES: readonly TerminalState[] = ['completed', 'failed', 'cancelled'];

/** Whether nothing leads out of `state`. */
export const isTerminal = (state: JobState): state is TerminalState =>
  (TERMINAL_STATES as readonly JobState[]).includes(state);

/** Whether the table lets `name` start from `state`; `undefined` stands for "no record yet". */
export function mayTransit(name: TransitionName, state: JobState | undefined): boolean {
  const from: readonly JobState[] = TRANSITIONS[name].from;
  return state === undefined ? from.length === 0 : from.includes(state);
}
