import type { Clock } from './clock.js';
import type { JobRecord, Usage } from './job-record.js';
import type { JobStore, StateEntry } from './job-store.js';
import type { Move } from './ledger.js';
import { JobLimitError } from './jobs-error.js';
import type { CreationLimits } from './open-jobs-options.js';
import { type Bucket, refilled, waitFor } from './token-bucket.js';

/** Who may create how many jobs. */
export interface Admission {
  /** Reads what is stored of a principal; must have resolved before {@link Admission.admit}. */
  load(principal: string): Promise<void>;
  /**
   * Takes the tokens for a job, at once, or throws.
   *
   * @throws `PW_JOBS_RATE`, `PW_JOBS_FULL`, `PW_JOBS_SPEND_DAY` ({@link JobLimitError}).
   */
  admit(principal: string, cost: number): void;
  /** The buckets as they are now, to be written in the same write as the job they were taken for. */
  buckets(principal: string): StateEntry[];
  /** Counts spend of a principal; written in the same write as the job's usage. */
  spend(principal: string, usage: Partial<Usage>): Pick<Move, 'state' | 'sums'>;
  /** A job has ended, or was admitted and not made after all. */
  ended(principal: string): void;
}

/** What a principal has spent on a UTC day. */
export interface Spent {
  day: string;
  costUsd: number;
  tokens: number;
}

interface Account {
  unfinished: number;
  bucket?: Bucket;
  spent?: Spent;
}

const GLOBAL = '';
const bucketKey = (principal: string) => `bucket ${principal}`;
export const spendKey = (principal: string) => `spend ${principal}`;
const DAY = 86_400_000;

/**
 * See {@link Admission}. All of it is synchronous between check and take, so N concurrent requests admit exactly as
 * many as there are tokens.
 */
export function createAdmission(
  store: Pick<JobStore, 'state' | 'room' | 'name'>,
  clock: Clock,
  limits: CreationLimits,
  unfinished: Iterable<JobRecord>,
): Admission {
  const accounts = new Map<string, Account>();
  const loading = new Map<string, Promise<void>>();
  let total = 0;
  const of = (principal: string) => {
    const found = accounts.get(principal) ?? { unfinished: 0 };
    accounts.set(principal, found);
    return found;
  };
  for (const job of unfinished) {
    of(job.principal).unfinished++;
    total++;
  }

  const read = async (principal: string) => {
    const [bucket, spent] = await Promise.all([
      store.state(bucketKey(principal)),
      store.state(spendKey(principal)),
    ]);
    const account = of(principal);
    if (bucket !== undefined) account.bucket ??= JSON.parse(bucket) as Bucket;
    if (spent !== undefined) account.spent ??= JSON.parse(spent) as Spent;
  };
  const load = (principal: string) => {
    const known = loading.get(principal) ?? read(principal);
    loading.set(principal, known);
    return known;
  };

  const today = (spent: Spent | undefined): Spent => {
    const day = new Date(clock.now()).toISOString().slice(0, 10);
    return spent?.day === day ? spent : { day, costUsd: 0, tokens: 0 };
  };

  const refuseDepth = (account: Account) => {
    const { maxUnfinished = Infinity, maxUnfinishedPerPrincipal = Infinity } = limits;
    if (total >= maxUnfinished)
      throw new JobLimitError('PW_JOBS_FULL', `${total} jobs have not ended yet`);
    if (account.unfinished >= maxUnfinishedPerPrincipal)
      throw new JobLimitError('PW_JOBS_FULL', `${account.unfinished} of yours have not ended yet`);
    if ((store.room?.() ?? Infinity) <= 0)
      throw new JobLimitError('PW_JOBS_FULL', `the ${store.name} store holds no more records`);
  };
  const refuseSpend = (principal: string, account: Account) => {
    if (!limits.spendPerDay) return;
    const { costUsd = Infinity, tokens = Infinity } = limits.spendPerDay;
    const spent = today(account.spent);
    if (spent.costUsd < costUsd && spent.tokens < tokens) return;
    throw new JobLimitError(
      'PW_JOBS_SPEND_DAY',
      `${principal} has spent $${spent.costUsd.toFixed(2)} and ${spent.tokens} tokens today`,
      DAY - (clock.now() % DAY),
    );
  };

  return {
    async load(principal) {
      await Promise.all([load(principal), load(GLOBAL)]);
    },
    admit(principal, cost) {
      const account = of(principal);
      refuseDepth(account);
      refuseSpend(principal, account);
      const now = clock.now();
      const buckets = [
        { limit: limits.perPrincipal, name: principal },
        { limit: limits.global, name: GLOBAL },
      ].flatMap(({ limit, name }) =>
        limit ? [{ limit, name, bucket: refilled(of(name).bucket, limit, now) }] : [],
      );
      const waits = buckets.map(({ bucket, limit }) => waitFor(bucket, limit, cost));
      if (waits.includes(undefined))
        throw new JobLimitError('PW_JOBS_RATE', `a job of cost ${cost} never fits the limit`);
      const wait = Math.max(0, ...(waits as number[]));
      if (wait > 0)
        throw new JobLimitError('PW_JOBS_RATE', `too many jobs; try again in ${wait} ms`, wait);
      account.unfinished++;
      total++;
      for (const { name, bucket } of buckets)
        of(name).bucket = { tokens: bucket.tokens - cost, at: bucket.at };
    },
    buckets: (principal) =>
      [principal, GLOBAL].flatMap((name) => {
        const { bucket } = of(name);
        return bucket ? [{ key: bucketKey(name), value: JSON.stringify(bucket) }] : [];
      }),
    spend(principal, { costUsd = 0, inputTokens = 0, outputTokens = 0 }) {
      if (!limits.spendPerDay) return {};
      const account = of(principal);
      const spent = today(account.spent);
      account.spent = {
        day: spent.day,
        costUsd: spent.costUsd + costUsd,
        tokens: spent.tokens + inputTokens + outputTokens,
      };
      return { state: [{ key: spendKey(principal), value: JSON.stringify(account.spent) }] };
    },
    ended(principal) {
      of(principal).unfinished--;
      total--;
    },
  };
}
