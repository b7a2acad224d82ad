import type { AgentRuntime, Route, RouteRequest, RouteResponse } from '@elizaos/core';
import type { RoutePlan } from '../boot-protocol.js';
import type { Steps } from './steps.js';

interface Answer {
  status: number;
  ended: boolean;
  body: unknown;
}

/** Calls the handler of each route with a response that remembers what was sent. */
export async function driveRoutes(
  runtime: AgentRuntime,
  pluginName: string,
  routes: readonly Route[],
  plans: readonly RoutePlan[],
  steps: Steps,
): Promise<unknown[]> {
  const evidence: unknown[] = [];
  for (const route of routes) {
    const name = `route ${route.type} ${route.path}`;
    const mounted = `/${pluginName}${route.path.startsWith('/') ? '' : '/'}${route.path}`;
    if (!runtime.routes.some((each) => each.type === route.type && each.path === mounted)) {
      steps.problem(name, 'PW_BOOT_NOT_REGISTERED', `${name} is not registered in the runtime`);
    }
    // STATIC routes have no handler.
    const { handler } = route;
    if (handler === undefined) continue;
    const plan = plans.find((each) => each.method === route.type && each.path === route.path);
    const answer: Answer = { status: 200, ended: false, body: undefined };
    const request: RouteRequest = {
      method: route.type,
      path: mounted,
      url: mounted,
      headers: { 'content-type': 'application/json', ...plan?.headers },
      params: plan?.params ?? namedParts(route.path),
      query: plan?.query ?? {},
      body: plan?.body ?? {},
    };
    const done = await steps.run(
      name,
      'PW_BOOT_ROUTE_THROWS',
      async () => {
        await handler(request, response(answer), runtime);
        return true;
      },
      'Catch inside the handler; the server does not wait for it, so a rejection ends the process.',
    );
    if (!done) continue;
    if (!answer.ended) {
      steps.problem(name, 'PW_BOOT_ROUTE_SILENT', `${name} ended without an answer`);
    } else if (plan?.mustSucceed && answer.status >= 400) {
      const body = JSON.stringify(answer.body)?.slice(0, 500);
      steps.problem(name, 'PW_BOOT_ROUTE_FAILED', `${name} answered ${answer.status}: ${body}`);
    }
    evidence.push({ method: route.type, path: mounted, status: answer.status });
  }
  return evidence;
}

const namedParts = (path: string): Record<string, string> =>
  Object.fromEntries([...path.matchAll(/:([A-Za-z0-9_]+)/g)].map(([, name]) => [name, 'example']));

/** What handlers use of an Express response. */
function response(answer: Answer): RouteResponse {
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
