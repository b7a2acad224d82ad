import type { AgentRuntime, Route } from '@elizaos/core';
import type { RoutePlan } from '../boot-protocol.js';
import { callRoute, mountedPath } from './route-call.js';
import type { Steps } from './steps.js';

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
    const mounted = mountedPath(pluginName, route);
    if (!runtime.routes.some((each) => each.type === route.type && each.path === mounted)) {
      steps.problem(name, 'PW_BOOT_NOT_REGISTERED', `${name} is not registered in the runtime`);
    }
    // STATIC routes have no handler.
    if (route.handler === undefined) continue;
    const plan = plans.find((each) => each.method === route.type && each.path === route.path);
    const answer = await steps.run(
      name,
      'PW_BOOT_ROUTE_THROWS',
      () => callRoute(runtime, pluginName, route, plan),
      'Catch inside the handler; the server does not wait for it, so a rejection ends the process.',
    );
    if (!answer) continue;
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
