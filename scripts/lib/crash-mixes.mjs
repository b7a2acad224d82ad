// For each transition, a mix of jobs that must cross it, so that a process that is to die there does.

/** Before everything else that waits. */
const FIRST = { priority: 10 };

/** The transition of `before:claim`. */
export const transitionOf = (point) => point.slice(point.indexOf(':') + 1);

/** What only a process finds that comes after a dead one: the one before must have left it. */
export const needsCorpse = (point) => transitionOf(point).startsWith('recover');

/**
 * Crosses one transition again and again, until the process dies.
 *
 * @param {string} transition
 * @param {{ jobs: object, create: Function, untilState: (id: string, state: string) => Promise<void>, pause: (ms: number) => Promise<void>, die: () => void }} tools
 *   `create(input, request)` gives the job that was made
 */
export async function crossAgain(transition, tools) {
  const cross = CROSSINGS[transition];
  if (!cross) throw new Error(`no mix crosses ${transition}`);
  for (;;) {
    await cross(tools);
    // What the dead leave is done first by those who come after them: no more of it than is needed.
    await tools.pause(25);
  }
}

const plain = ({ create }) => create({ how: 'plain' }, FIRST);
/** Held back from the queue for longer than the process lives. */
const delayed = ({ create }, more) => create({ how: 'plain' }, { delayMs: 60_000, ...more });
const blocked = async ({ create }, by, more) => {
  const job = await by;
  return create({ how: 'plain' }, { dependsOn: [job.id], ...FIRST, ...more });
};
const once = (input) => (tools) => tools.create(input, { kind: 'once', ...FIRST });
const running = async (tools) => {
  const job = await tools.create({ how: 'long' }, FIRST);
  await tools.untilState(job.id, 'running');
  return job;
};
const asking = ({ create }) => create({ how: 'ask' }, FIRST);
const cancelRunning = async (tools) => {
  const job = await running(tools);
  await tools.jobs.cancel(job.id, 'test');
};

/** Two that run, for whoever comes next. */
const leave = async ({ create, untilState, die }, kind) => {
  const jobs = [
    await create({ how: 'long' }, { kind, ...FIRST }),
    await create({ how: 'long' }, { kind, ...FIRST }),
  ];
  for (const { id } of jobs) await untilState(id, 'running');
  die();
};

const CROSSINGS = {
  create: plain,
  createScheduled: delayed,
  createBlocked: (tools) => blocked(tools, plain(tools)),
  due: ({ create }) => create({ how: 'plain' }, { delayMs: 2, ...FIRST }),
  unblock: (tools) => blocked(tools, plain(tools)),
  unblockScheduled: (tools) => blocked(tools, plain(tools), { delayMs: 5 }),
  dependencyFailed: (tools) => blocked(tools, once({ how: 'fail' })(tools)),
  async prioritise(tools) {
    tools.jobs.pause();
    const job = await plain(tools);
    // It may have been cancelled or claimed in between.
    await tools.jobs.prioritise(job.id, 9).catch(() => {});
    tools.jobs.resume();
  },
  async prioritiseScheduled(tools) {
    const job = await delayed(tools);
    await tools.jobs.prioritise(job.id, 1);
  },
  async prioritiseBlocked(tools) {
    const job = await blocked(tools, delayed(tools));
    await tools.jobs.prioritise(job.id, 1);
  },
  claim: plain,
  record: plain,
  ask: asking,
  answer: asking,
  complete: plain,
  fail: once({ how: 'fail' }),
  retry: ({ create }) => create({ how: 'flaky' }, FIRST),
  async handBack(tools) {
    await running(tools);
    await tools.jobs.drain();
    tools.jobs.resume();
  },
  recover: (tools) => leave(tools, 'work'),
  recoverSpent: (tools) => leave(tools, 'once'),
  requestCancel: cancelRunning,
  async cancel(tools) {
    const job = await delayed(tools);
    await tools.jobs.cancel(job.id, 'test');
  },
  finishCancel: cancelRunning,
  expire: ({ create }) => create({ how: 'plain' }, { delayMs: 60_000, waitLimitMs: 3 }),
};
