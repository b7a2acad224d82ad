import { gunzipSync } from 'node:zlib';
import { PlugwrightError } from '@plugwright/errors';

/** How the sources of advisories are reached. Redirects are never followed, no credentials sent. */
export interface AuditNetwork {
  /** The registry of npm packages. */
  readonly registry: string;
  /** The OSV service. */
  readonly osv: string;
  readonly allowHttp?: boolean | undefined;
  readonly allowPrivate?: boolean | undefined;
  /** PEM; authorities to trust in place of the usual ones. */
  readonly ca?: string | undefined;
  /** For each request, in ms; default 20,000. */
  readonly timeoutMs?: number | undefined;
  /** Bytes of an answer; default 32 MiB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer, or in a few words why there is none. */
export type JsonAnswer =
  | { readonly status: number; readonly value: unknown; readonly problem?: undefined }
  | Failure;

/** Bytes, or in a few words why there are none. */
export type BytesAnswer =
  | { readonly status: number; readonly bytes: Buffer; readonly problem?: undefined }
  | Failure;

interface Failure {
  readonly status?: number | undefined;
  readonly problem: string;
}

interface Request {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

type Limits = Omit<AuditNetwork, 'registry' | 'osv'>;

/** Asks for a JSON document. What goes wrong is an answer too; only the caller's own signal is thrown. */
export async function askJson(
  network: Limits,
  address: string,
  request: Request = {},
): Promise<JsonAnswer> {
  const answer = await askBytes(network, address, {
    ...request,
    headers: { accept: 'application/json', ...request.headers },
  });
  if (answer.problem !== undefined) return answer;
  const { status, bytes } = answer;
  try {
    return { status, value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { status, problem: 'its answer is not JSON' };
  }
}

/** Asks for a file; see {@link askJson}. */
export async function askBytes(
  network: Limits,
  address: string,
  request: Request = {},
): Promise<BytesAnswer> {
  const { safeRequest } = await import('@plugwright/safe-fetch');
  const { allowHttp, allowPrivate, ca, timeoutMs = 20_000, signal } = network;
  const maxBytes = network.maxBytes ?? 32 * 1024 * 1024;
  try {
    const answer = await safeRequest(address, {
      ...request,
      timeoutMs,
      maxBytes,
      ...(allowHttp && { allowHttp }),
      ...(allowPrivate && { allowPrivate }),
      ...(ca !== undefined && { ca }),
      ...(signal && { signal }),
    });
    const { status, body } = answer;
    if (status >= 300 && status < 400)
      return { status, problem: `it redirects (${status}), which is not followed` };
    if (status !== 200) return { status, problem: `it answered ${status}` };
    if (answer.truncated) return { status, problem: `its answer is larger than ${maxBytes} bytes` };
    if (answer.headers['content-encoding'] !== 'gzip') return { status, bytes: body };
    return { status, bytes: gunzipSync(body, { maxOutputLength: maxBytes }) };
  } catch (error) {
    signal?.throwIfAborted();
    if (!PlugwrightError.isInstance(error)) return { problem: 'its answer cannot be unpacked' };
    if (error.code === 'PW_FETCH_TIMEOUT')
      return { problem: `it did not answer within ${timeoutMs} ms` };
    return { problem: `${error.message.replace(/\.$/, '')} (${error.code})` };
  }
}

/** Runs a task for each item, a few at a time; the results are in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  most: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = Array.from({ length: items.length });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await task(items[at] as T);
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return results;
}
