import { boundRun, type HttpRun, type PluginSpec } from '@plugwright/spec';
import { type RemoteCall, remoteCall } from './fixture-remote.js';

/** A request of a spec, and which component makes it. */
export interface NamedRun {
  component: string;
  run: HttpRun;
  /** What the body of the request carries, when it is a call of another protocol. */
  call?: RemoteCall;
}

/** Every HTTP request of a spec, the most literal paths first. */
export function httpRuns(spec: PluginSpec): NamedRun[] {
  const runs: NamedRun[] = [];
  const add = (component: string, run: { kind: string }) => {
    if (run.kind === 'http') runs.push({ component, run: boundRun(run as HttpRun) });
  };
  spec.actions.forEach((action) => {
    const component = `action ${action.name}`;
    const remote = remoteCall(spec, action);
    if (remote) runs.push({ component, ...remote });
    else add(component, (action.run.kind === 'compute' && action.run.rates) || action.run);
  });
  spec.providers.forEach(({ name, run }) => add(`provider ${name}`, run));
  spec.models.forEach(({ type, run }) => add(`model ${type}`, run));
  spec.lazy?.operations.forEach(({ name, run }) => add(`operation ${name}`, run));
  for (const { name, run } of spec.services) {
    if (run.kind === 'poll') add(`service ${name}`, run.request);
  }
  return runs.sort((a, b) => literal(b.run) - literal(a.run));
}

const placeholder = /\{([^{}]+)\}/g;

/** Characters of a path outside its placeholders. */
const literal = ({ path }: HttpRun) => path.replace(placeholder, '').length;

/** Whether a request path has the shape of an operation's path; both percent-encoded. */
export function matchesPath(run: HttpRun, path: string): boolean {
  return new RegExp(`^${pattern(run)}$`).test(normal(path));
}

/** Wire values of the path placeholders, decoded. */
export function pathValues(run: HttpRun, path: string): Record<string, string> {
  const names = [...run.path.matchAll(placeholder)].map(([, name]) => name ?? '');
  const found = new RegExp(`^${pattern(run)}$`).exec(normal(path)) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
}

function pattern(run: HttpRun): string {
  // `{a}{b}` has no boundary; the shortest match for the first is as good as any.
  return normal(run.path)
    .split(/(%7B[^{}]+?%7D|\{[^{}]+\})/)
    .map((part, index) => {
      if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      const name = decode(part).slice(1, -1);
      const binding = run.bind.find((each) => each.in === 'path' && each.name === name);
      // Reserved characters such as `/` may stand in the value then.
      return binding?.allowReserved ? '(.+?)' : '([^/]+?)';
    })
    .join('');
}

/** One spelling for what a URL parser may or may not encode. */
const normal = (path: string) => new URL(path.replace(/^\/+/, '/'), 'http://localhost').pathname;

/** Percent-decoded; text that is not properly encoded stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
