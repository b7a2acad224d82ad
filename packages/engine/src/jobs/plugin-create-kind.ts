import type { JobContext, JobKind } from '@plugwright/jobs';
import { PlugwrightError } from '@plugwright/errors';
import type { FileTree } from '@plugwright/render';
import type { VerifyReport } from '@plugwright/verify';
import { type Host, nodeHost } from '../host.js';
import type { LoadedSource } from '../load-source.js';
import { staleFiles } from '../stale-files.js';
import { readDetail } from '../step-details.js';
import { type OnStep, step, type StepEvent } from '../steps.js';
import { askOpenQuestions } from './ask-open-questions.js';
import { GatesFailed, problemFailure, Refused, Unreadable } from './create-failure.js';
import {
  directoryOf,
  gatesStep,
  renderStep,
  type StepParts,
  type Written,
  writeStep,
} from './create-steps.js';
import { asJson, checkpoint } from './json.js';
import {
  PLUGIN_CREATE,
  type PluginJobInput,
  type PluginJobOutput,
  type PluginJobResult,
  RESULT_FILE,
} from './plugin-job.js';
import { type ReadOutcome, readRequest } from './read-request.js';
import { attemptDirectory } from './work-directory.js';

export interface PluginKindOptions {
  /** The jobs directory; each attempt works in a directory of its own below it. */
  dir: string;
  host?: Host | undefined;
  /** Told of every step as it happens, besides what is recorded. */
  onStep?: ((jobId: string, event: StepEvent) => void) | undefined;
  /** Given the text of a source when it is read in this process, to show the lines that problems are about. */
  onLoaded?: ((jobId: string, loaded: LoadedSource) => void) | undefined;
  /** Whether what the network refused is tried again; default true. Somebody who waits rather does it himself. */
  retry?: boolean | undefined;
  /** Attempts at once; default: only the limits of the queue. */
  concurrency?: number | undefined;
}

/** Longest attempt, in ms: the gates have their own limits, which add up to less. */
const attemptLimit = 15 * 60_000;
/** The network may be back in a minute; nothing else gets better by doing it again. */
const worthRetrying = new Set(['PW_FETCH_TIMEOUT', 'PW_FETCH_FAILED']);

type Context = JobContext<PluginJobInput>;

/**
 * The pipeline as a kind of job: `read` (and what it leaves open as questions), `render`, `write`, `gates`. A finished step is
 * never done again, after a crash the job goes on behind it. How it ended is in the artifact {@link RESULT_FILE}, also when the
 * job failed: unreadable, in the way, or stopped by a gate.
 */
export function pluginCreateKind(
  options: PluginKindOptions,
): JobKind<PluginJobInput, PluginJobOutput> {
  return {
    kind: PLUGIN_CREATE,
    maxAttempts: 3,
    timeoutMs: attemptLimit,
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    retryable: (error) =>
      options.retry !== false && PlugwrightError.isInstance(error) && worthRetrying.has(error.code),
    run: async (context) => {
      const work = await attemptDirectory(options.dir, context.id, context.attempt);
      try {
        return await createPlugin(context, options, work.path);
      } finally {
        await work.remove();
      }
    },
  };
}

async function createPlugin(
  context: Context,
  options: PluginKindOptions,
  workspaceParent: string,
): Promise<PluginJobOutput> {
  const host = options.host ?? nodeHost();
  const { input } = context;
  const telling = reporter(context, options);
  const parts = (signal: AbortSignal): StepParts => ({ host, signal, onStep: telling.onStep });
  const known: PluginJobResult = {
    outcome: 'unreadable',
    kind: 'unknown',
    diagnostics: [],
    operations: [],
  };
  const fail = async (error: PlugwrightError): Promise<never> => {
    await keepResult(context, known);
    throw error;
  };

  const read = await askOpenQuestions(context, (answers) =>
    readOnce(context, answers, parts, options),
  ).catch((error: unknown) => {
    if (error instanceof Unreadable) return error.outcome;
    throw error;
  });
  Object.assign(known, { ...read, ok: undefined, operations: read.ok ? read.operations : [] });
  if (!read.ok) return fail(problemFailure(read.diagnostics));
  const { spec } = read;
  // As text: the order of the keys in a spec decides the bytes of its files.
  const tree = await checkpoint(context, 'render', JSON.stringify(spec), (signal) =>
    renderStep(spec, parts(signal)),
  );
  const directory = directoryOf(input, spec, context.id);
  known.directory = directory;

  const written = await writeOnce(context, { directory, tree }, parts).catch(async (error) => {
    if (!(error instanceof Refused)) throw error;
    Object.assign(known, { ...error.result, outcome: 'refused' });
    known.diagnostics.push(error.diagnostic);
    return fail(problemFailure([error.diagnostic]));
  });
  const { stale, ...files } = written;
  Object.assign(known, { ...files, outcome: 'written' });
  known.diagnostics.push(...staleFiles(stale));
  const output = { outcome: 'written', name: spec.name, directory, gates: [] } as const;
  if (input.verify === false) {
    await keepResult(context, known);
    return { ...output, gates: [] };
  }

  try {
    known.report = await gatesOnce(context, directory, tree, workspaceParent, parts);
  } catch (error) {
    if (!(error instanceof GatesFailed)) throw error;
    Object.assign(known, { outcome: 'failed', report: error.report });
    return await fail(error);
  } finally {
    await telling.told();
  }
  known.outcome = 'verified';
  await keepResult(context, known);
  return {
    ...output,
    outcome: 'verified',
    gates: known.report.gates.map(({ gate }) => gate),
  };
}

type Parts = (signal: AbortSignal) => StepParts;

async function readOnce(
  context: Context,
  answers: Readonly<Record<string, string>>,
  parts: Parts,
  options: PluginKindOptions,
): Promise<ReadOutcome> {
  const { input } = context;
  const { request, name, curation, externalRefs, allowHttp, allowPrivate, questions } = input;
  const asked = { request, name, curation, externalRefs, allowHttp, allowPrivate, questions };
  return checkpoint(context, 'read', { ...asked, answers }, async (signal) => {
    const { host, onStep } = parts(signal);
    const outcome = await step(
      'read',
      { onStep, now: host.now, signal },
      () =>
        readRequest(input, answers, host, signal, (text) => options.onLoaded?.(context.id, text)),
      (result) => (isOpen(result) ? `${result.kind}, a question is open` : readDetail(result)),
      (result) => result.ok || isOpen(result),
    );
    // No finished work: somebody may mend the source, and retry.
    if (!outcome.ok && !isOpen(outcome)) throw new Unreadable(outcome);
    return outcome;
  });
}

/** It was read, and leaves something open. */
const isOpen = (read: ReadOutcome) => !read.ok && (read.reading?.questions.length ?? 0) > 0;

/** Whether the directory may be written into is asked for once, with the diff. */
async function writeOnce(
  context: Context,
  { directory, tree }: { directory: string; tree: FileTree },
  parts: Parts,
): Promise<Written> {
  const { yes = false, force = false, questions } = context.input;
  const write = (agreed: boolean) => {
    const options = { directory, tree, yes: agreed, force };
    return checkpoint(context, 'write', options, (signal) => writeStep(options, parts(signal)));
  };
  try {
    return await write(yes);
  } catch (error) {
    const mayAsk = questions === 'ask' && error instanceof Refused;
    if (!mayAsk || error.diagnostic.code !== 'PW_CREATE_DIRECTORY_EXISTS') throw error;
    const answer = await context.ask({
      id: 'overwrite',
      text: `${directory} is not empty. Write into it?`,
      data: asJson({
        id: 'overwrite',
        choices: ['yes', 'no'],
        fallback: 'no',
        directory,
        diff: error.result.diff,
      }),
    });
    if (!/^(?:y|yes|1|true)$/i.test(String(answer).trim())) throw error;
    return write(true);
  }
}

async function gatesOnce(
  context: Context,
  directory: string,
  tree: FileTree,
  workspaceParent: string,
  parts: Parts,
): Promise<VerifyReport> {
  const options = context.input.verify === false ? {} : (context.input.verify ?? {});
  const { withChildVariables } = await import('@plugwright/verify');
  return checkpoint(context, 'gates', { directory, tree, ...options }, (signal) =>
    withChildVariables(context.childEnv, () =>
      gatesStep(directory, options, workspaceParent, parts(signal)),
    ),
  );
}

/** Tells whoever watches, and records the end of every step. */
function reporter(context: Context, options: PluginKindOptions) {
  let last: Promise<unknown> = Promise.resolve();
  const onStep: OnStep = (event) => {
    options.onStep?.(context.id, event);
    if (event.state === 'start') return context.heartbeat();
    const { step: name, detail, state } = event;
    const message = [name, state === 'done' ? '' : state, detail].filter(Boolean).join(' ');
    // Not waited for: a gate must not wait for the disk. An attempt that is over has nothing to tell.
    last = context.progress(message, asJson(event)).catch(() => {});
  };
  return { onStep, told: () => last };
}

const keepResult = (context: Context, result: PluginJobResult) =>
  context.artifact(RESULT_FILE, JSON.stringify(result), 'application/json');
