import type { Host } from '../host.js';
import type { LoadedSource } from '../load-source.js';
import { readSource, type ReadSourceResult, specFromText } from '../read-source.js';
import type { PluginJobInput } from './plugin-job.js';

/** A reading without the text that was read: plain JSON. */
export type ReadOutcome =
  | Omit<Extract<ReadSourceResult, { ok: true }>, 'loaded'>
  | Omit<Extract<ReadSourceResult, { ok: false }>, 'loaded'>;

/**
 * The order as a spec, or the problems that kept it from being one.
 *
 * @param onLoaded given the text that was read, which shows the lines that diagnostics are about
 *
 * @throws `PW_SOURCE_*` and `PW_FETCH_*`, and the signal's reason.
 */
export async function readRequest(
  input: PluginJobInput,
  answers: Readonly<Record<string, string>>,
  host: Host,
  signal: AbortSignal,
  onLoaded: (loaded: LoadedSource) => void = () => {},
): Promise<ReadOutcome> {
  const { request, name, curation, externalRefs, allowHttp, allowPrivate } = input;
  const options = {
    name,
    curation,
    externalRefs,
    allowHttp,
    allowPrivate,
    answers,
    signal,
    openQuestions: input.questions === 'assume' ? 'assume' : 'refuse',
  } as const;
  const result =
    'source' in request
      ? await readSource({
          ...options,
          source: request.source,
          host: { ...host, cwd: request.cwd },
        })
      : await specFromText(
          {
            text: request.text,
            source: request.from,
            ...(request.isSentence === true ? { isSentence: true as const } : {}),
          },
          host,
          options,
        );
  signal.throwIfAborted();
  const { loaded, ...outcome } = result;
  onLoaded(loaded);
  return outcome;
}
