import { checkSpec } from '../check-spec.js';
import type { Diagnostic } from '@plugwright/errors';
import { pointerTo } from '../json-pointer.js';
import type { HttpRun, PluginSpec } from '../plugin-spec.js';
import { verbLemma, singular } from './lemma.js';
import { periodOf } from './schedule.js';

/**
 * What is ambiguous, contradictory or missing in a spec that is formally right, each with a code and a hint,
 * after what {@link checkSpec} finds.
 */
export function validateSpec(spec: PluginSpec): Diagnostic[] {
  return [
    ...checkSpec(spec),
    ...missing(spec),
    ...ambiguous(spec),
    ...conflicts(spec),
    ...unused(spec),
  ];
}

const found = (code: string, path: string, message: string, hint: string): Diagnostic => ({
  code,
  severity: 'warning',
  message,
  hint,
  path,
});

function missing(spec: PluginSpec): Diagnostic[] {
  const list: Diagnostic[] = [];
  for (const kind of [
    'actions',
    'providers',
    'evaluators',
    'services',
    'routes',
    'events',
    'tasks',
    'models',
  ] as const)
    for (const [index, component] of spec[kind].entries())
      if (component.run.kind === 'custom')
        list.push(
          found(
            'PW_TEXT_MISSING_BODY',
            `/${kind}/${index}/run`,
            `Nothing does "${nameOf(component)}" yet.`,
            'Name the service or the request that does it, or write the body in src/handlers.',
          ),
        );
  for (const [id, { baseUrl, baseUrlEnv }] of Object.entries(spec.apis))
    if (baseUrl === undefined)
      list.push(
        found(
          'PW_TEXT_MISSING_ADDRESS',
          `${pointerTo('/apis', id)}/baseUrl`,
          `The address of "${id}" is only known to whoever sets ${baseUrlEnv}.`,
          'Write baseUrl, or leave it when every customer has an own address.',
        ),
      );
  for (const [id, { item }] of Object.entries(spec.collections)) {
    const operations = new Set(
      spec.actions.flatMap(({ run }) =>
        run.kind === 'collection' && run.collection === id ? [run.operation] : [],
      ),
    );
    if (operations.size > 0 && !operations.has('add'))
      list.push(
        found(
          'PW_TEXT_MISSING_ADD',
          pointerTo('/collections', id),
          `No action adds a ${item}, so there is never one.`,
          `Add an action that runs { kind: collection, collection: ${id}, operation: add }.`,
        ),
      );
  }
  for (const [index, { run }] of spec.services.entries())
    if (
      (run.kind === 'poll' || run.kind === 'feed') &&
      !run.notify &&
      !spec.events.some(({ event }) => event === run.event)
    )
      list.push(
        found(
          'PW_TEXT_MISSING_LISTENER',
          `/services/${index}/run/event`,
          `Nobody is told about ${run.event}.`,
          'Add notify, or an entry under events.',
        ),
      );
  return list;
}

const nameOf = (component: { name?: string; event?: string; type?: string }) =>
  component.name ?? component.event ?? component.type ?? '';

/** Two actions that an agent cannot tell apart. */
function ambiguous(spec: PluginSpec): Diagnostic[] {
  const list: Diagnostic[] = [];
  const seen = new Map<string, string>();
  for (const [index, { name, description }] of spec.actions.entries()) {
    const key = meaningOf(name);
    const other = seen.get(key) ?? seen.get(description.toLowerCase());
    if (other !== undefined)
      list.push(
        found(
          'PW_TEXT_AMBIGUOUS_ACTIONS',
          `/actions/${index}/name`,
          `${name} and ${other} mean the same to an agent.`,
          'Merge them, or say in name and description how they differ.',
        ),
      );
    else {
      seen.set(key, name);
      seen.set(description.toLowerCase(), name);
    }
  }
  return list;
}

/** Class of the verb and the words in the singular: FETCH_COINS and GET_COIN are the same. */
function meaningOf(name: string): string {
  const [first = '', ...rest] = name.toLowerCase().split('_');
  const verb = verbLemma(first)?.verb.class ?? first;
  return [verb, ...rest.map(singular).sort()].join(' ');
}

function conflicts(spec: PluginSpec): Diagnostic[] {
  const list: Diagnostic[] = [];
  const requests = new Map<string, string>();
  for (const [index, { name, run }] of spec.actions.entries()) {
    if (run.kind !== 'http') continue;
    const key = requestKey(run);
    const other = requests.get(key);
    if (other === undefined) requests.set(key, name);
    else
      list.push(
        found(
          'PW_TEXT_CONFLICT_REQUEST',
          `/actions/${index}/run`,
          `${name} sends the same request as ${other}.`,
          'Give one of them the path or the fixed values that make the difference.',
        ),
      );
  }
  for (const [index, { run }] of spec.services.entries()) {
    if (run.kind !== 'schedule' || run.digest === undefined) continue;
    const period = periodOf({
      ...(run.cron !== undefined && { cron: run.cron }),
      ...(run.everyMs !== undefined && { everyMs: run.everyMs }),
    });
    if (period < 600_000)
      list.push(
        found(
          'PW_TEXT_CONFLICT_SCHEDULE',
          `/services/${index}/run`,
          `The model is asked for a digest every ${Math.round(period / 1000)} seconds.`,
          'Run it less often, or drop the digest.',
        ),
      );
  }
  for (const [index, { run }] of spec.services.entries())
    if (
      run.kind === 'poll' &&
      run.everyMs < 1000 / (spec.apis[run.request.api]?.requestsPerSecond ?? Infinity)
    )
      list.push(
        found(
          'PW_TEXT_CONFLICT_RATE',
          `/services/${index}/run/everyMs`,
          'The service asks more often than the API allows.',
          'Raise everyMs, or requestsPerSecond of the API.',
        ),
      );
  return list;
}

const requestKey = (run: HttpRun) =>
  JSON.stringify([
    run.api,
    run.method,
    run.path,
    run.query,
    run.bind.map(({ in: place, name }) => `${place} ${name}`).sort(),
  ]);

/** Declared and never used: a leftover, or a name with a slip. */
function unused(spec: PluginSpec): Diagnostic[] {
  const { apis, auth, collections, ...rest } = spec;
  const text = JSON.stringify(rest);
  const list: Diagnostic[] = [];
  const check = (kind: string, ids: readonly string[], used: (id: string) => boolean) => {
    for (const id of ids)
      if (!used(id))
        list.push(
          found(
            'PW_TEXT_UNUSED',
            pointerTo(`/${kind}`, id),
            `Nothing uses "${id}".`,
            'Remove it, or use it.',
          ),
        );
  };
  check('apis', Object.keys(apis), (id) => text.includes(`"api":${JSON.stringify(id)}`));
  check('auth', Object.keys(auth), (id) =>
    new RegExp(
      `"auth":\\[(?:[^\\]]*\\],?)*?[^}]*${JSON.stringify(id).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`,
    ).test(text),
  );
  check('collections', Object.keys(collections), (id) =>
    text.includes(`"collection":${JSON.stringify(id)}`),
  );
  return list;
}
