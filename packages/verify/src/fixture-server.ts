import { tokenUrlEnv, type PluginSpec } from '@plugwright/spec';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dummyValue } from './dummy-values.js';
import { decode, httpRuns, matchesPath, type NamedRun } from './fixture-operations.js';
import { meantBy } from './fixture-meant.js';
import { answerOf, type FixtureAnswer } from './fixture-answer.js';
import type { FixtureRequest } from './fixture-parameter.js';
import { feedAnswer, feedSettings } from './fixture-feed.js';
import { requestProblems } from './fixture-request.js';
import { stepHeader } from './harness/fetch-guard.js';
import { tokenOf } from './fixture-token.js';

/** A request that reached the server, and what was wrong with it. */
export interface RecordedRequest {
  method: string;
  /** As the API would see it: without our prefix and without query. */
  path: string;
  status: number;
  /** `action GET_PET`; absent when nothing matched. */
  component?: string;
  problems: string[];
}

/** The APIs of a spec, played by a local server. */
export interface FixtureServer {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  /** Settings that lead here: base URLs of the APIs, feeds, and where access tokens come from. */
  settings: Record<string, string>;
  /** Token addresses that are fixed in the spec, and where they are played. */
  rewrites: { from: string; to: string }[];
  requests: readonly RecordedRequest[];
  close: () => Promise<void>;
}

/** Larger bodies are refused; no example of ours comes near. */
const maxBody = 8 * 1024 * 1024;

/**
 * Starts a server on 127.0.0.1 that knows every request of a spec. A request that is as the spec says gets
 * the documented example; any other gets a 4xx with the reasons. Made from the spec alone, so that it does not
 * share the mistakes of generated code.
 */
export async function startFixtureServer(
  spec: PluginSpec,
  onRequest?: (request: RecordedRequest) => void,
): Promise<FixtureServer> {
  const requests: RecordedRequest[] = [];
  const runs = httpRuns(spec);
  const server = createServer((message, response) => {
    void answer(spec, runs, message).then(
      ({ record, reply }) => {
        if (record) {
          requests.push(record);
          onRequest?.(record);
        }
        send(response, reply, message.method === 'HEAD');
      },
      // A client that went away while it sent its body.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // It must not keep a process alive, nor look like something that a plugin has left open.
  server.unref();
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const apis = Object.entries(spec.apis).map(
    ([id, api]) => [api.baseUrlEnv, `${origin}/api/${encodeURIComponent(id)}`] as const,
  );
  const clients = Object.entries(spec.auth).flatMap(([id, scheme]) =>
    scheme.type === 'oauth2ClientCredentials'
      ? [{ scheme, address: `${origin}/token/${encodeURIComponent(id)}` }]
      : [],
  );
  const tokens = clients.map(({ scheme, address }) => [tokenUrlEnv(scheme), address] as const);
  return {
    origin,
    settings: { ...Object.fromEntries([...apis, ...tokens]), ...feedSettings(spec, origin) },
    rewrites: clients.map(({ scheme, address }) => ({ from: scheme.tokenUrl, to: address })),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  spec: PluginSpec,
  runs: readonly NamedRun[],
  message: IncomingMessage,
): Promise<{ record?: RecordedRequest; reply: FixtureAnswer }> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const method = message.method ?? 'GET';
  const body = await readBody(message);
  const [, kind, id = '', ...rest] = url.pathname.split('/');
  if (kind === 'token') return { reply: token(spec, decodeURIComponent(id), message, body) };
  if (kind === 'feed') {
    const reply = feedAnswer(message.headers['if-none-match']);
    const component = `service ${decodeURIComponent(id)}`;
    return {
      record: { method, path: url.pathname, component, problems: [], status: reply.status },
      reply,
    };
  }
  const path = `/${rest.join('/')}`;
  const request: FixtureRequest = { method, path, url, headers: message.headers, body };
  const candidates =
    kind === 'api'
      ? runs.filter(
          ({ run }) =>
            run.api === decodeURIComponent(id) && run.method === method && matchesPath(run, path),
        )
      : [];
  if (candidates.length === 0) {
    return refuse(
      { method, path, problems: ['no operation of the spec has this method and path'] },
      404,
    );
  }
  const judged = candidates.map((candidate) => {
    const { problems, unauthorized } = requestProblems(spec, candidate.run, request);
    const inside = candidate.call?.problems(body) ?? [];
    return { candidate, problems: [...problems, ...inside], unauthorized };
  });
  const fitting = judged.filter(({ problems }) => problems.length === 0);
  const meant = meantBy(spec, decode(String(message.headers[stepHeader] ?? '')));
  // Of several that fit the one in use wins; if none fits, the most literal path is what was meant.
  const best =
    fitting.find(({ candidate }) => candidate.component === meant) ?? fitting[0] ?? judged[0];
  if (best === undefined) return refuse({ method, path, problems: [] }, 404);
  const { component, run, call } = best.candidate;
  if (best.problems.length > 0) {
    return refuse(
      { method, path, component, problems: best.problems },
      best.unauthorized ? 401 : 400,
    );
  }
  const reply = call?.answer(body) ?? answerOf(run, spec.schemas);
  return { record: { method, path, component, problems: [], status: reply.status }, reply };
}

function refuse(
  record: Omit<RecordedRequest, 'status'>,
  status: number,
): { record: RecordedRequest; reply: FixtureAnswer } {
  const error = { error: 'the request is not what the spec says', problems: record.problems };
  return {
    record: { ...record, status },
    reply: { status, mediaType: 'application/json', body: JSON.stringify(error) },
  };
}

/** The client credentials grant (RFC 6749, 4.4): credentials in the header or in the form. */
function token(
  spec: PluginSpec,
  id: string,
  message: IncomingMessage,
  body: Buffer,
): FixtureAnswer {
  const json = (status: number, value: object): FixtureAnswer => ({
    status,
    mediaType: 'application/json',
    body: JSON.stringify(value),
  });
  const scheme = spec.auth[id];
  if (scheme?.type !== 'oauth2ClientCredentials') return json(404, { error: 'invalid_request' });
  const form = new URLSearchParams(body.toString('utf8'));
  const [user, secret] = [dummyValue(scheme.clientIdEnv), dummyValue(scheme.clientSecretEnv)];
  const basic = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const inForm = form.get('client_id') === user && form.get('client_secret') === secret;
  if (message.headers.authorization !== basic && !inForm)
    return json(401, { error: 'invalid_client' });
  const { refreshTokenEnv } = scheme;
  const grant = refreshTokenEnv === undefined ? 'client_credentials' : 'refresh_token';
  if (form.get('grant_type') !== grant) return json(400, { error: 'unsupported_grant_type' });
  if (refreshTokenEnv !== undefined && form.get('refresh_token') !== dummyValue(refreshTokenEnv))
    return json(400, { error: 'invalid_grant' });
  return json(200, { access_token: tokenOf(scheme), token_type: 'Bearer', expires_in: 3600 });
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBody) throw new Error('the body is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(response: ServerResponse, reply: FixtureAnswer, head: boolean): void {
  response.statusCode = reply.status;
  if (reply.mediaType) response.setHeader('content-type', reply.mediaType);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.end(head ? undefined : reply.body);
}
