import { toPluginName } from '../names.js';
import type { PluginSpec } from '../plugin-spec.js';
import { assemble } from './assemble.js';
import { parseText, type ParsedText } from './parse-text.js';
import { periodOf, readSchedule } from './schedule.js';

/** Changes the spec when the answer is of its kind; false leaves it to the next one. */
type Change = (spec: PluginSpec, parsed: ParsedText, question: string | undefined) => boolean;

const rename: Change = (spec, { text, verbatims }) => {
  const given =
    /\b(?:call(?: it)?|name(?: it)?|rename (?:it )?to|(?:its|the) name (?:is|should be))\s+["'`]?([@\w/ -]{2,60}?)["'`]?\s*[.!]?$/i.exec(
      text.trim(),
    )?.[1];
  const named = verbatims.find(
    ({ kind, value }) => kind === 'package' && /plugin-/.test(value),
  )?.value;
  if (given === undefined) return false;
  spec.name = named ?? toPluginName(given);
  return true;
};

/** `GET /v1/price` for the component that a question is about, or the only request there is. */
const operation: Change = (spec, { text, verbatims }, question) => {
  const path =
    verbatims.find(({ kind }) => kind === 'path')?.value ??
    /(?:^|\s)(\/[\w{}./-]+)/.exec(text)?.[1];
  if (path === undefined) return false;
  const method = /\b(GET|POST|PUT|PATCH|DELETE)\b/.exec(text)?.[1];
  const api = question?.startsWith('operation:') ? question.slice('operation:'.length) : undefined;
  const runs = [...spec.actions, ...spec.providers].flatMap(({ name, run }) =>
    run.kind === 'http' ? [{ name, run }] : [],
  );
  const named = runs.filter(({ name }) => text.toUpperCase().includes(name));
  const pool =
    named.length > 0 ? named : runs.filter(({ run }) => api === undefined || run.api === api);
  const target = pool[0];
  if (!target || (api === undefined && named.length === 0 && pool.length > 1)) return false;
  target.run.path = path;
  if (method !== undefined) target.run.method = method as 'GET';
  const places = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, place = '']) => place);
  const owner = spec.actions.find(({ run }) => run === target.run);
  for (const place of places) {
    if (!/^[A-Za-z]\w*$/.test(place)) continue;
    const bound = target.run.bind.find(({ parameter }) => parameter === place);
    if (bound) bound.in = 'path';
    else {
      target.run.bind.push({ parameter: place, in: 'path', name: place });
      owner?.parameters.push({
        name: place,
        description: `The ${place}`,
        required: true,
        schema: { type: 'string' },
        examples: [],
      });
    }
    const known = owner?.parameters.find(({ name }) => name === place);
    if (known) known.required = true;
  }
  if ((target.run.method === 'GET' || target.run.method === 'DELETE') && target.run.body) {
    delete target.run.body;
    for (const binding of target.run.bind) if (binding.in === 'body') binding.in = 'query';
  }
  return true;
};

const address: Change = (spec, { verbatims }, question) => {
  const url = verbatims.find(({ kind }) => kind === 'url')?.value;
  if (url === undefined || !/^https?:/i.test(url)) return false;
  const { host } = new URL(url);
  const permit = () => {
    if (!spec.permissions.hosts.some((known) => known.host === host))
      spec.permissions.hosts.push({ host, reason: 'Named in an answer.' });
  };
  const feeds = spec.services.flatMap(({ run }) => (run.kind === 'feed' ? [run] : []));
  if (question === 'feed' || (feeds.length === 1 && /\b(?:feed|rss|atom)\b|\.xml$/i.test(url))) {
    const feed = feeds[0];
    if (!feed) return false;
    feed.url = url;
    permit();
    const variable = spec.environment.find(({ name }) => name === feed.urlEnv);
    if (variable) variable.required = false;
    return true;
  }
  const id = question?.startsWith('api:') ? question.slice('api:'.length) : undefined;
  const open = Object.entries(spec.apis).filter(([key, api]) =>
    id === undefined ? api.baseUrl === undefined : key === id,
  );
  const api = open[0]?.[1];
  if (!api || open.length > 1) return false;
  api.baseUrl = url.replace(/\/$/, '');
  permit();
  const variable = spec.environment.find(({ name }) => name === api.baseUrlEnv);
  if (variable) variable.required = false;
  return true;
};

/** `the key is in FOO_TOKEN`: renames the only secret, wherever it stands. */
const secret: Change = (spec, { verbatims, text }) => {
  const name = verbatims.find(({ kind }) => kind === 'env')?.value.replace(/[${}]/g, '');
  if (name === undefined || !/\b(?:key|token|secret|credential|password)\b/i.test(text))
    return false;
  const secrets = spec.environment.filter(({ sensitive }) => sensitive);
  const old = secrets.length === 1 ? secrets[0]?.name : undefined;
  if (old === undefined || spec.environment.some((variable) => variable.name === name))
    return false;
  for (const list of [spec.environment, spec.permissions.environment])
    for (const entry of list) if (entry.name === old) entry.name = name;
  for (const scheme of Object.values(spec.auth)) {
    if ('env' in scheme && scheme.env === old) scheme.env = name;
    if (scheme.type === 'basic' && scheme.passwordEnv === old) scheme.passwordEnv = name;
    if (scheme.type === 'oauth2ClientCredentials' && scheme.clientSecretEnv === old)
      scheme.clientSecretEnv = name;
  }
  for (const { run } of spec.routes)
    if (run.kind === 'webhook' && run.secretEnv === old) run.secretEnv = name;
  return true;
};

const schedule: Change = (spec, { text }) => {
  const when = readSchedule(text);
  const runs = spec.services.map(({ run }) => run).filter(({ kind }) => kind !== 'custom');
  if (!when || runs.length === 0) return false;
  for (const run of runs) {
    if (run.kind === 'schedule') {
      delete run.cron;
      delete run.everyMs;
      if (when.cron === undefined) run.everyMs = periodOf(when);
      else run.cron = when.cron;
    } else if (run.kind === 'poll' || run.kind === 'feed')
      run.everyMs = Math.min(periodOf(when), 86_400_000);
  }
  return true;
};

const threshold: Change = (spec, { text }) => {
  const match =
    /\b(above|over|more than|below|under|less than)\s+[$€£]?\s?(\d[\d,]*(?:\.\d+)?)\b(?!\s?%)/i.exec(
      text,
    );
  const polls = spec.services.flatMap(({ run }) => (run.kind === 'poll' ? [run] : []));
  const poll = polls[0];
  if (!match || !poll || polls.length > 1) return false;
  poll.when = {
    pointer: poll.when?.pointer ?? '',
    is: /above|over|more/i.test(match[1] ?? '') ? 'above' : 'below',
    value: Number((match[2] ?? '0').replaceAll(',', '')),
  };
  return true;
};

const LISTS = ['actions', 'providers', 'evaluators', 'services', 'routes'] as const;

/** `without the delete action`, `remove X`. */
const remove: Change = (spec, { text }) => {
  const what =
    /^\s*(?:please )?(?:remove|drop|delete|without|leave out|skip|no|not)\s+(?:the |an? |any )?(.+?)(?:\s+(?:action|provider|evaluator|service|route|component)s?)?\s*[.!]?$/i.exec(
      text,
    )?.[1];
  if (what === undefined) return false;
  const words = what
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2);
  let changed = false;
  for (const list of LISTS) {
    const kept = (spec[list] as { name: string }[]).filter(({ name }) => {
      const parts = name.toLowerCase().split(/[_-]/);
      return !(
        words.length > 0 &&
        words.every((word) =>
          parts.some((part) => part === word || part === `${word}s` || `${part}s` === word),
        )
      );
    });
    if (kept.length !== spec[list].length) {
      changed = true;
      (spec as Record<(typeof LISTS)[number], unknown>)[list] = kept;
    }
  }
  return changed;
};

/** A service named for an action that had no body yet, or more of the same: everything new is taken over. */
const more: Change = (spec, parsed, question) => {
  const wanted = question?.startsWith('provider:') ? question.slice('provider:'.length) : undefined;
  const action =
    wanted === undefined
      ? undefined
      : spec.actions.find(({ name, run }) => name === wanted && run.kind === 'custom');
  const text =
    action && parsed.mentions.length > 0
      ? `${action.name.toLowerCase().replaceAll('_', ' ')} with ${parsed.text}`
      : undefined;
  if (action && text === undefined) return false;
  if (
    !action &&
    question !== 'what' &&
    !/^\s*(?:and|also|add|plus|include|it (?:should|must|can)|the agent|let|additionally|besides)\b/i.test(
      parsed.text,
    )
  )
    return false;
  return text === undefined
    ? addAll(spec, assemble(parsed).spec)
    : replaceBody(spec, wanted ?? '', text);
};

function replaceBody(spec: PluginSpec, name: string, text: string): boolean {
  const made = assemble(parseText(text, 'request')).spec;
  const source = made?.actions.find(({ run }) => run.kind !== 'custom');
  const index = spec.actions.findIndex((action) => action.name === name);
  const old = spec.actions[index];
  if (!made || !source || !old) return false;
  addAll(spec, {
    ...made,
    actions: [],
    providers: [],
    evaluators: [],
    services: [],
    routes: [],
    models: [],
  });
  spec.actions[index] = { ...old, run: source.run, parameters: source.parameters };
  return true;
}

function addAll(spec: PluginSpec, made: PluginSpec | undefined): boolean {
  if (!made) return false;
  for (const key of ['apis', 'auth', 'collections'] as const)
    for (const [id, value] of Object.entries(made[key]))
      if (!Object.hasOwn(spec[key], id)) (spec[key] as Record<string, unknown>)[id] = value;
  for (const variable of made.environment)
    if (!spec.environment.some(({ name }) => name === variable.name))
      spec.environment.push(variable);
  for (const variable of made.permissions.environment)
    if (!spec.permissions.environment.some(({ name }) => name === variable.name))
      spec.permissions.environment.push(variable);
  for (const host of made.permissions.hosts)
    if (!spec.permissions.hosts.some((known) => known.host === host.host))
      spec.permissions.hosts.push(host);
  for (const list of LISTS)
    for (const component of made[list]) {
      const known = spec[list] as { name: string }[];
      if (!known.some(({ name }) => name === component.name)) known.push(component);
    }
  return true;
}

/** In this order: the narrowest reading first. */
export const ANSWERS: readonly Change[] = [
  rename,
  secret,
  address,
  operation,
  threshold,
  remove,
  schedule,
  more,
];
