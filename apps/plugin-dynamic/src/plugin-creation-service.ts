import { type IAgentRuntime, Service } from '@elizaos/core';
import {
  isTerminal,
  type JobRecord,
  type Jobs,
  openJobQuestion,
  openPluginJobs,
  PLUGIN_CREATE,
  type PluginJobInput,
  type PluginJobRequest,
} from '@plugwright/engine/jobs';
import { PlugwrightError } from '@plugwright/errors';
import { fileCursor } from './cursor.js';
import { type Order, orderOf } from './order.js';
import { postToRoom } from './post-to-room.js';
import { postOf } from './posts.js';
import { PLUGIN_CREATION } from './service-key.js';
import { readSettings, type Settings } from './settings.js';

/** A job of this agent, and who ordered it. */
export interface OrderedJob {
  job: JobRecord;
  order: Order;
}

/** Jobs that are looked through for those of one room. */
const looked = 200;

/**
 * Makes plugins for whoever asks the agent. Jobs lie in a directory of their own and survive the agent: after a crash the
 * same jobs go on at their last finished step, and the rooms hear what they have not heard yet.
 *
 * Never throws while it starts, which would end the agent: what is wrong is said to whoever orders.
 */
export class PluginCreationService extends Service {
  static override readonly serviceType = PLUGIN_CREATION;
  override readonly capabilityDescription =
    'Makes ElizaOS plugins from a sentence, a spec or an OpenAPI document, checks them, and keeps the jobs over restarts';
  #jobs: Jobs | undefined;
  #settings: Settings | undefined;
  #problem: string | undefined;
  readonly #active = new Map<string, OrderedJob>();
  readonly #stopped = new AbortController();
  #telling: Promise<void> = Promise.resolve();

  static override async start(runtime: IAgentRuntime): Promise<PluginCreationService> {
    const service = new PluginCreationService(runtime);
    await service.#open();
    return service;
  }

  /** Hands running jobs back, their finished steps are kept; the next start goes on with them. */
  override async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#jobs?.close();
    await this.#telling;
    this.#jobs = undefined;
    this.#problem = 'I am shutting down.';
  }

  get settings(): Settings | undefined {
    return this.#settings;
  }

  /** Why nothing can be ordered; absent when all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Unfinished jobs of a room, oldest first; from memory, for what has to be quick. */
  activeIn(roomId: string): OrderedJob[] {
    return [...this.#active.values()].filter(({ order }) => order.roomId === roomId);
  }

  /** All unfinished jobs of this agent, oldest first. */
  active(): OrderedJob[] {
    return [...this.#active.values()];
  }

  /** The job of a room that waits for an answer; the one that asked first. */
  askingIn(roomId: string): OrderedJob | undefined {
    return this.activeIn(roomId).find(({ job }) => openJobQuestion(job) !== undefined);
  }

  /** @throws what the jobs throw, and `PW_JOBS_LOCKED` or what else kept them from being opened. */
  async create(
    request: PluginJobRequest,
    order: Order,
    title: string,
  ): Promise<{ job: JobRecord; created: boolean }> {
    const { jobs, settings } = await this.#ready();
    const input: PluginJobInput = {
      request,
      questions: 'ask',
      parent: settings.pluginsDirectory,
      perJob: true,
      order: { ...order },
      externalRefs: 'none',
      verify: { requireIsolation: settings.requireIsolation },
    };
    const made = await jobs.create({
      kind: PLUGIN_CREATE,
      input,
      title: title.slice(0, 200),
      principal: order.entityId,
      ...(settings.webhook === undefined
        ? {}
        : { callbacks: [{ endpoint: 'agent', url: settings.webhook }] }),
      // A message that arrives twice orders once.
      ...(order.messageId === undefined ? {} : { idempotencyKey: `message:${order.messageId}` }),
    });
    if (!isTerminal(made.job.state)) this.#active.set(made.job.id, { job: made.job, order });
    return made;
  }

  async cancel(id: string, reason: string): Promise<JobRecord> {
    const { jobs } = await this.#ready();
    const job = await jobs.cancel(id, reason);
    this.#active.delete(id);
    return job;
  }

  /** Answers what the job asks now. */
  async answer({ job }: OrderedJob, answer: string): Promise<JobRecord> {
    const { jobs } = await this.#ready();
    const question = openJobQuestion((await jobs.get(job.id)) ?? job);
    if (question === undefined)
      throw new PlugwrightError({
        code: 'PW_JOBS_TRANSITION',
        message: 'That job waits for no answer any more.',
        hint: 'Ask how far it is.',
      });
    return jobs.answer(job.id, question.id, answer);
  }

  /** Jobs of this agent, newest first; of one room when it is given. */
  async list(roomId?: string): Promise<OrderedJob[]> {
    const jobs = this.#jobs;
    if (jobs === undefined) return [];
    const page = await jobs.list({ kind: PLUGIN_CREATE, limit: looked });
    const ordered = await Promise.all(page.jobs.map((job) => this.#orderedOf(job)));
    return ordered.filter(
      (one): one is OrderedJob =>
        one !== undefined && (roomId === undefined || one.order.roomId === roomId),
    );
  }

  /** The open jobs, opened again when that failed before: whoever was in the way may be gone. */
  async #ready(): Promise<{ jobs: Jobs; settings: Settings }> {
    if (this.#problem !== undefined && !this.#stopped.signal.aborted) await this.#open();
    if (this.#jobs !== undefined && this.#settings !== undefined && this.#problem === undefined)
      return { jobs: this.#jobs, settings: this.#settings };
    throw new PlugwrightError({
      code: 'PW_JOBS_CLOSED',
      message: this.#problem ?? 'The plugin jobs are not open.',
    });
  }

  async #open(): Promise<void> {
    this.#problem = undefined;
    try {
      const settings = readSettings(this.runtime);
      this.#settings = settings;
      const jobs = await openPluginJobs({
        dir: settings.jobsDirectory,
        concurrency: { ...(settings.concurrency && { global: settings.concurrency }) },
        ...(settings.webhookSecret === undefined
          ? {}
          : { webhooks: { secrets: () => [settings.webhookSecret!] } }),
        limits: {
          perPrincipal: { perHour: settings.ordersPerHour, burst: settings.ordersPerHour },
        },
      });
      this.#jobs = jobs;
      await this.#remember(jobs);
      this.#telling = this.#tell(jobs);
      jobs.start();
    } catch (error) {
      this.#problem = `I cannot make plugins now: ${reasonOf(error)}`;
      this.runtime.logger.warn({ src: 'plugin-dynamic', reason: reasonOf(error) }, 'no jobs');
    }
  }

  async #remember(jobs: Jobs): Promise<void> {
    this.#active.clear();
    const states = ['scheduled', 'blocked', 'queued', 'running', 'asking', 'cancelling'] as const;
    const page = await jobs.list({ kind: PLUGIN_CREATE, state: states, limit: 1000 });
    for (const job of page.jobs.toReversed()) {
      // oxlint-disable-next-line no-await-in-loop
      const ordered = await this.#orderedOf(job, jobs);
      if (ordered !== undefined) this.#active.set(job.id, ordered);
    }
  }

  /** Follows the event log from where the rooms were told last, and tells them. */
  async #tell(jobs: Jobs): Promise<void> {
    const { signal } = this.#stopped;
    const cursor = fileCursor(jobs.dir, this.runtime.agentId);
    try {
      for await (const event of jobs.follow({ after: await cursor.read() }, signal)) {
        if (event.kind !== PLUGIN_CREATE) continue;
        const job = await jobs.get(event.jobId);
        const ordered = job && (await this.#orderedOf(job, jobs));
        if (ordered === undefined) continue;
        if (isTerminal(ordered.job.state)) this.#active.delete(event.jobId);
        else this.#active.set(event.jobId, ordered);
        const text = await postOf(jobs, ordered.job, event);
        if (text === undefined) continue;
        await this.#post(ordered.order, text, event.seq);
        await cursor.write(event.seq);
      }
    } catch (error) {
      if (!signal.aborted)
        this.runtime.logger.error({ src: 'plugin-dynamic', reason: reasonOf(error) }, 'not told');
    }
  }

  /** A room that is gone must not keep the others from hearing. */
  async #post(order: Order, text: string, seq: number): Promise<void> {
    try {
      await postToRoom(this.runtime, order, text, String(seq));
    } catch (error) {
      this.runtime.logger.warn({ src: 'plugin-dynamic', reason: reasonOf(error) }, 'not posted');
    }
  }

  async #orderedOf(job: JobRecord, jobs = this.#jobs): Promise<OrderedJob | undefined> {
    const known = this.#active.get(job.id)?.order;
    const order = known ?? (jobs && orderOf(await jobs.value(job.input).catch(() => null)));
    return order?.agentId === this.runtime.agentId ? { job, order } : undefined;
  }
}

const reasonOf = (error: unknown): string => {
  const hint = PlugwrightError.isInstance(error) && error.hint ? ` ${error.hint}` : '';
  return `${error instanceof Error ? error.message : String(error)}.`.replace(/\.\.$/, '.') + hint;
};
