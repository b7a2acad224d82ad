import type { AgentRuntime, Route, RouteRequest, RouteResponse } from '@elizaos/core';
import type { RoutePlan } from '../boot-protocol.js';

/** What a handler answered. */
export interface RouteAnswer {
  status: number;
  ended: boolean;
  body: unknown;
}

/** Where a route of a plugin is found in the runtime. */
export const mountedPath = (pluginName: string, { path }: Route): string =>
  `/${pluginName}${path.startsWith('/') ? '' : '/'}${path}`;

/** Calls the handler of a route with a response that remembers what was sent. */
export async function callRoute(
  runtime: AgentRuntime,
  pluginName: string,
  route: Route,
  plan?: RoutePlan,
): Promise<RouteAnswer> {
  const mounted = mountedPath(pluginName, route);
  const answer: RouteAnswer = { status: 200, ended: false, body: undefined };
  const request: RouteRequest = {
    method: route.type,
    path: mounted,
    url: mounted,
    headers: { 'content-type': 'application/json', ...plan?.headers },
    params: plan?.params ?? namedParts(route.path),
    query: plan?.query ?? {},
    body: plan?.body ?? {},
  };
  await route.handler?.(request, response(answer), runtime);
  return answer;
}

const namedParts = (path: string): Record<string, string> =>
  Object.fromEntries([...path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name]) => [name, 'example']));

/** What handlers use of an Express response. */
function response(answer: RouteAnswer): RouteResponse {
  const end = (body?: unknown) => {
    answer.ended = true;
    answer.body = body;
    return self;
  };
  const self = {
    status: (code: number) => {
      answer.status = code;
      return self;
    },
    json: end,
    send: end,
    end,
    write: () => true,
    redirect: end,
    sendFile: end,
    sendStatus: (code: number) => self.status(code).end(),
    setHeader: () => self,
    set: () => self,
    header: () => self,
    type: () => self,
    get headersSent() {
      return answer.ended;
    },
  };
  return self;
}
