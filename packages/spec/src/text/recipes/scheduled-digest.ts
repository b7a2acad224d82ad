import type { PluginSpecInput } from '../../plugin-spec.js';
import type { ActionDraft } from '../actions.js';
import { verbNamed } from '../lexicon.js';
import type { Mention } from '../entities.js';
import { readObjects } from '../noun-phrase.js';
import type { Token } from '../tokens.js';
import type { RoutedClause } from '../route-clause.js';
import {
  addComponent,
  assume,
  because,
  freeName,
  note,
  useRecipe,
  type SpecDraft,
} from '../spec-draft.js';
import { addHttpAction } from './http-action.js';
import { lowerName, sentence, subjectOf, upperName } from './names.js';
import { notifyThrough, receiverOf, parametersIn, tells, type NotifyInput } from './notify.js';

type ScheduleRun = Extract<
  NonNullable<PluginSpecInput['services']>[number]['run'],
  { kind: 'schedule' }
>;

/** Actions of a clause that names a time: what is read becomes steps, what is sent the news. */
export function addSchedule(
  draft: SpecDraft,
  clause: RoutedClause,
  actions: readonly ActionDraft[],
): void {
  const when = clause.schedule;
  if (!when) return;
  const { start, end } = clause.clause;
  const sender = actions.find(({ verb }) => verb.class === 'send');
  const receiver = receiverOf(clause, draft) ?? sender?.mention;
  const steps = actions
    .filter((action) => action !== sender)
    .map((action) => optional(draft, action.name))
    .map((action) => ({ action }));
  const sources = draft.parsed.mentions.filter(
    ({ span, id }) => span[0] >= start && span[1] <= end && id !== receiver?.id,
  );
  const get = verbNamed('get');
  for (const source of steps.length === 0 ? sources.slice(0, 3) : []) {
    if (!get) break;
    const words = wordsAround(
      sender?.clause.tokens.slice(sender.clause.verb?.length ?? 0) ?? [],
      source,
    );
    const about = words.filter((word) => word !== sender?.words.at(-1));
    const name = upperName(
      ['GET', source.id, ...(about.length > 0 ? about : ['data'])],
      'GET_DATA',
    );
    if (steps.some(({ action }) => action === name)) continue;
    addHttpAction(
      draft,
      {
        name,
        verb: get,
        words: about.length > 0 ? about : ['data'],
        given: about,
        needs: [],
        clause: { ...clause.clause, tokens: [] },
        text: clause.text,
        start,
        end,
        confidence: 0.5,
        background: true,
        mention: source,
      },
      source,
      { helper: true, sender: 'nobody' },
    );
    steps.push({ action: name });
  }
  // What was read at other places of the text is what a summary is about.
  if (
    steps.length === 0 &&
    /\b(?:summary|summaries|digest|report|overview|recap|briefing)\b/i.test(clause.text)
  )
    for (const { name, annotations } of draft.actions)
      if (annotations?.readOnly && steps.length < 4) steps.push({ action: optional(draft, name) });
  const run: ScheduleRun = {
    kind: 'schedule',
    ...(when.cron === undefined ? { everyMs: when.everyMs ?? 3_600_000 } : { cron: when.cron }),
    steps,
  };
  const digest =
    steps.length > 0 &&
    (sender !== undefined || /\b(?:summar|digest|briefing|overview|recap)/i.test(clause.text));
  if (digest)
    run.digest = {
      prompt: `Write what is asked for: ${sentence(clause.text).replace(/[{}]/g, '')}\nUse only these results and be brief.\n\n{results}`,
    };
  if (sender || steps.length === 0 || tells(clause.text))
    run.notify = newsOf(draft, clause, sender, receiver, steps.length > 0);
  const words = sender ? sender.words : (actions[0]?.words ?? subjectOf(clause.clause.tokens));
  const name = freeName(draft, 'services', lowerName([...words, 'schedule'], 'schedule'));
  const path = addComponent(
    draft,
    'services',
    { name, description: sentence(clause.text), run },
    because('rule', 0.85, [start, end]),
  );
  const span = [start + when.start, start + when.end] as const;
  note(
    draft,
    `${path}/run/${run.cron === undefined ? 'everyMs' : 'cron'}`,
    run.cron ?? run.everyMs,
    because('rule', when.assumed.length > 0 ? 0.6 : 0.95, span),
  );
  for (const what of when.assumed)
    assume(draft, `${path}/run/cron`, when.cron, `Assumed: ${what}.`, span);
  assume(draft, `${path}/run/timeZone`, 'UTC', 'Times are in UTC.');
  useRecipe(draft, 'scheduled-digest');
}

/** `a digest of open GitHub issues`: the words of the phrase that the name stands in, or those before it. */
function wordsAround(tokens: readonly Token[], source: Mention): string[] {
  const { objects, complements } = readObjects(tokens);
  const phrase = [...objects, ...complements.map((one) => one.phrase)].find(
    ({ start, end }) => start <= source.span[0] && end >= source.span[1],
  );
  const name = new Set([source.id, ...source.name.toLowerCase().split(/\s+/)]);
  const words = phrase?.words ?? subjectOf(tokens.filter(({ end }) => end <= source.span[0]));
  return words.filter((word) => !name.has(word));
}

function newsOf(
  draft: SpecDraft,
  clause: RoutedClause,
  sender: ActionDraft | undefined,
  receiver: ActionDraft['mention'],
  results: boolean,
): NotifyInput {
  const template = results ? '{result}' : sentence(clause.text).replace(/[{}]/g, '');
  const own = sender && draft.actions.find(({ name }) => name === sender.name);
  if (own && own.run.kind !== 'custom') {
    const known = parametersIn(draft, own.name);
    const texts = known.filter(
      ({ schema, required }) => schema.type === 'string' && required === true,
    );
    const input = Object.fromEntries(
      (texts.length > 0 ? texts : known.slice(0, 1)).map(({ name }) => [name, '{text}']),
    );
    return { to: { kind: 'action', action: own.name, input }, template };
  }
  return notifyThrough(draft, clause, receiver, template);
}

/** A step runs without a conversation, so nothing can be asked for. */
function optional(draft: SpecDraft, name: string): string {
  const action = draft.actions.find((known) => known.name === name);
  for (const parameter of action?.parameters ?? [])
    if (action?.run.kind === 'http' && !action.run.path.includes(`{${parameter.name}}`))
      parameter.required = false;
  return name;
}
