interface Recorded {
  status: number;
  statusText: string;
  headers: [string, string][];
  body: ArrayBuffer | null;
  url: string;
}

/** A plugin whose requests never repeat must not fill the memory that is measured. */
const maxRecorded = 500;
const bodiless = new Set([204, 205, 304]);

/**
 * Records each answer to `fetch` once and gives it again from memory: what is measured then is the plugin, not
 * sockets and not the server that plays its APIs.
 */
export function replayFetch(target: { fetch: typeof fetch }): void {
  const real = target.fetch;
  const recorded = new Map<string, Recorded>();
  target.fetch = async (input, init) => {
    const key = await keyOf(input, init);
    if (key === undefined) return real(input, init);
    const known = recorded.get(key);
    if (known) return play(known);
    const response = await real(input, init);
    if (recorded.size >= maxRecorded) return response;
    const record: Recorded = {
      status: response.status,
      statusText: response.statusText,
      // Of the body as it is now: decoded, and of another length.
      headers: [...response.headers].filter(
        ([name]) => !/^content-(?:encoding|length)$/.test(name),
      ),
      body: bodiless.has(response.status) ? null : await response.arrayBuffer(),
      url: response.url,
    };
    recorded.set(key, record);
    return play(record);
  };
}

function play({ status, statusText, headers, body, url }: Recorded): Response {
  const response = new Response(body, { status, statusText, headers });
  Object.defineProperty(response, 'url', { value: url });
  return response;
}

/** The whole request as text; `undefined` when its body is a stream, which can be read only once. */
async function keyOf(
  input: string | URL | Request,
  init: RequestInit | undefined,
): Promise<string | undefined> {
  if (input instanceof Request) return undefined;
  const body = await bodyText(init?.body);
  if (body === undefined) return undefined;
  const headers = [...new Headers(init?.headers)];
  return JSON.stringify([String(input), init?.method ?? 'GET', headers, body]);
}

async function bodyText(body: unknown): Promise<string | undefined> {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  if (body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  if (body instanceof ArrayBuffer) return Buffer.from(body).toString('base64');
  if (body instanceof Blob) return `${body.type} ${await bodyText(await body.arrayBuffer())}`;
  if (!(body instanceof FormData)) return undefined;
  const parts: string[][] = [];
  for (const [name, value] of body)
    parts.push([name, (await bodyText(value)) ?? '', typeof value === 'string' ? '' : value.name]);
  return JSON.stringify(parts);
}
