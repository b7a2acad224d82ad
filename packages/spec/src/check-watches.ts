import { checkInput, findAction } from './check-input.js';
import { choices, type Report } from './check-report.js';
import { templatePlaceholders } from './check-templates.js';
import { checkUrl } from './check-url.js';
import { closest } from './closest.js';
import { parseCron } from './cron.js';
import { pointerTo } from './json-pointer.js';
import type { Notify, PluginSpec, RunOf } from './plugin-spec.js';

/** Fields of the news that a template may name. A poll and a webhook add the fields of what they picked, so theirs are open. */
export const notifyPlaceholders = {
  feed: ['title', 'link', 'summary', 'author', 'date', 'id', 'feed'],
  schedule: ['result', 'date'],
  poll: ['value', 'previous'],
  webhook: ['value'],
} as const;

/** Services that watch or wait, and webhooks: times, addresses, comparisons, and whom they tell. */
export function checkWatches(spec: PluginSpec, report: Report): void {
  for (const [index, { run }] of spec.services.entries()) {
    const path = `/services/${index}/run`;
    if (run.kind === 'poll') checkWhen(run, path, report);
    if (run.kind === 'feed') checkFeed(run, path, spec, report);
    if (run.kind === 'schedule') checkSchedule(run, path, spec, report);
    if (run.kind !== 'custom' && run.notify)
      checkNotify(run.notify, run.kind, `${path}/notify`, spec, report);
  }
  for (const [index, { run, method }] of spec.routes.entries()) {
    if (run.kind !== 'webhook') continue;
    const path = `/routes/${index}`;
    checkWebhook(run, method, path, report);
    if (run.notify) checkNotify(run.notify, 'webhook', `${path}/run/notify`, spec, report);
  }
}

function checkWhen({ when }: RunOf<'poll'>, path: string, report: Report): void {
  if (when === undefined) return;
  const { is, value } = when;
  const needs = { above: 'a number', below: 'a number', contains: 'a text or a number' };
  const fits =
    is === 'above' || is === 'below'
      ? typeof value === 'number'
      : is === 'contains'
        ? typeof value === 'string' || typeof value === 'number'
        : value === undefined;
  if (!fits)
    report(
      'PW_SPEC_CONDITION',
      `${path}/when/value`,
      is in needs
        ? `"${is}" compares with ${needs[is as keyof typeof needs]}.`
        : `"${is}" compares with the last answer, not with a value.`,
      is in needs ? 'Write value: …' : 'Remove value.',
    );
  else if ((is === 'above' || is === 'below') && Math.abs(Number(value)) === Number.MAX_VALUE)
    report(
      'PW_SPEC_CONDITION',
      `${path}/when/value`,
      `${String(value)} is at the end of all numbers, so the condition is hardly ever or always met.`,
      'Give a number that an answer can be on both sides of.',
    );
}

function checkFeed(run: RunOf<'feed'>, path: string, spec: PluginSpec, report: Report): void {
  if (run.url !== undefined) checkUrl(run.url, `${path}/url`, spec, report);
  else if (run.urlEnv === undefined)
    report(
      'PW_SPEC_MISSING',
      `${path}/url`,
      'The feed has no address.',
      'Add url, or urlEnv with the variable that holds it.',
    );
}

function checkSchedule(
  run: RunOf<'schedule'>,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  if ((run.cron === undefined) === (run.everyMs === undefined))
    report(
      'PW_SPEC_SCHEDULE',
      path,
      run.cron === undefined
        ? 'The schedule says neither when nor how often.'
        : 'The schedule has both cron and everyMs.',
      'Write either cron or everyMs.',
    );
  const fields = run.cron === undefined ? undefined : parseCron(run.cron);
  if (typeof fields === 'string')
    report('PW_SPEC_CRON', `${path}/cron`, fields, 'Write for example "0 9 * * 1-5".');
  if (run.timeZone !== undefined && !isTimeZone(run.timeZone))
    report(
      'PW_SPEC_TIME_ZONE',
      `${path}/timeZone`,
      `There is no time zone "${run.timeZone}".`,
      'Use an IANA name, such as Europe/Berlin or UTC.',
    );
  if (run.steps.length === 0 && run.notify === undefined)
    report(
      'PW_SPEC_SCHEDULE',
      path,
      'The schedule has neither steps nor notify, so it would do nothing.',
      'Add an action to steps, or notify with a text.',
    );
  if (run.digest !== undefined && run.steps.length === 0)
    report(
      'PW_SPEC_SCHEDULE',
      `${path}/digest`,
      'There are no steps whose results could be put together.',
      'Add steps, or remove digest.',
    );
  for (const [index, step] of run.steps.entries()) {
    const at = `${path}/steps/${index}`;
    const action = findAction(step.action, `${at}/action`, spec, report);
    if (action) checkInput(action, step.input, `${at}/input`, spec, report);
  }
}

/** Whether this runtime's own tables know the zone. */
export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

function checkWebhook(run: RunOf<'webhook'>, method: string, path: string, report: Report): void {
  if (method !== 'POST' && method !== 'PUT')
    report(
      'PW_SPEC_WEBHOOK',
      `${path}/method`,
      `A webhook arrives with a body, which a ${method} request has not.`,
      'Use method: POST.',
    );
  if (run.verify !== 'none' && run.secretEnv === undefined)
    report(
      'PW_SPEC_WEBHOOK',
      `${path}/run/verify`,
      `To check a message by "${run.verify}", a secret is needed.`,
      'Add secretEnv with the variable that holds it.',
    );
  if (run.verify === 'none')
    report(
      'PW_SPEC_WEBHOOK',
      `${path}/run/${run.secretEnv === undefined ? 'event' : 'secretEnv'}`,
      'Anybody who knows the address can send messages.',
      'Add secretEnv, and verify: token or the way the sender signs.',
      'warning',
    );
  if (run.header !== undefined && run.verify !== 'token' && run.verify !== 'hmac-sha256')
    report(
      'PW_SPEC_WEBHOOK',
      `${path}/run/header`,
      `"${run.verify}" has headers of its own.`,
      'Remove header; it belongs to token and hmac-sha256.',
    );
}

function checkNotify(
  { to, template }: Notify,
  kind: keyof typeof notifyPlaceholders,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  const fields: readonly string[] = notifyPlaceholders[kind];
  const open = kind === 'poll' || kind === 'webhook';
  const look = (text: string, at: string, known: readonly string[]) => {
    for (const name of new Set(templatePlaceholders(text)))
      if (!open && !known.includes(name))
        report(
          'PW_SPEC_PLACEHOLDER_UNKNOWN',
          at,
          `{${name}} is no field of the news, so it stays in the text as it is.`,
          choices(closest(name, known), known, 'field'),
          'warning',
        );
  };
  look(template, `${path}/template`, fields);
  if (to.kind === 'room') return;
  const action = findAction(to.action, `${path}/to/action`, spec, report);
  const at = `${path}/to/input`;
  for (const [name, text] of Object.entries(to.input))
    look(text, pointerTo(at, name), [...fields, 'text']);
  if (!action) return;
  // Templates become texts, numbers or whatever the schema makes of them, so only names are known here.
  const known = action.parameters.map(({ name }) => name);
  for (const name of Object.keys(to.input))
    if (!known.includes(name))
      report(
        'PW_SPEC_UNKNOWN_PARAMETER',
        pointerTo(at, name),
        `${action.name} has no parameter "${name}".`,
        choices(closest(name, known), known, 'parameter'),
      );
  for (const { name, required, schema } of action.parameters)
    if (required && schema.default === undefined && !Object.hasOwn(to.input, name))
      report(
        'PW_SPEC_INPUT_MISFIT',
        at,
        `The required parameter "${name}" of ${action.name} is missing.`,
        `Add ${name} to the input, for example ${name}: "{text}".`,
      );
}
