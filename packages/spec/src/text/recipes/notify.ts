import type { Parameter, PluginSpecInput } from '../../plugin-spec.js';
import { verbNamed } from '../lexicon.js';
import type { Clause } from '../clauses.js';
import type { Mention } from '../entities.js';
import { CHANNELS } from '../mention-of.js';
import type { RoutedClause } from '../route-clause.js';
import { addVariable, assume, because, type SpecDraft } from '../spec-draft.js';
import { addHttpAction } from './http-action.js';

type Service = NonNullable<PluginSpecInput['services']>[number];
export type NotifyInput = NonNullable<Extract<Service['run'], { kind: 'poll' }>['notify']>;

const SENDS =
  /\b(?:post|send|notify|alert|message|email|mail|tweet|toot|publish|share|announce|dm|text|ping|tell|forward|broadcast|report|write|warn)(?:s|es|ing)?\b/gi;

/** The mention that news go to: behind the word that sends. */
export function receiverOf(clause: RoutedClause, draft: SpecDraft): Mention | undefined {
  const own = draft.parsed.mentions.filter(
    ({ span }) => span[0] >= clause.clause.start && span[1] <= clause.clause.end,
  );
  const sends = [
    ...draft.parsed.text.slice(clause.clause.start, clause.clause.end).matchAll(SENDS),
  ];
  for (const send of sends) {
    const from = clause.clause.start + send.index;
    const found = own.find(
      ({ span, entry, source }) =>
        span[0] >= from &&
        span[0] - from < 60 &&
        (entry ? CHANNELS.has(entry.category) : source === 'assumed') &&
        /^\W*(?:\w+\W+){0,6}$/.test(draft.parsed.text.slice(from + send[0].length, span[0])),
    );
    if (found) return found;
    // "tweet when …": the verb itself is the provider.
    const self = own.find(
      ({ span, entry }) => span[0] === from && entry !== undefined && CHANNELS.has(entry.category),
    );
    if (self) return self;
  }
  return undefined;
}

/** Sends news through a provider's action, or into a room of the agent. */
export function notifyThrough(
  draft: SpecDraft,
  clause: RoutedClause,
  receiver: Mention | undefined,
  template: string,
  actionName?: string,
): NotifyInput {
  const send = verbNamed('send');
  if (receiver && send) {
    const verb = receiver.entry?.category === 'social' ? (verbNamed('post') ?? send) : send;
    const words =
      receiver.entry?.category === 'social'
        ? ['post']
        : [receiver.id.replace(/[^a-z0-9]/gi, ''), 'message'];
    const name =
      actionName ??
      [
        verb.name,
        ...(words[0] === 'post' ? [receiver.id.replace(/[^a-z0-9]/gi, ''), 'status'] : words),
      ]
        .join('_')
        .toUpperCase();
    if (!draft.actions.some((known) => known.name === name))
      addHttpAction(
        draft,
        {
          name,
          verb,
          words,
          given: words,
          needs: [],
          clause: bareClause(clause.clause),
          text: clause.text,
          start: clause.clause.start,
          end: clause.clause.end,
          confidence: 0.6,
          background: true,
          mention: receiver,
        },
        receiver,
        { helper: true, sender: 'notice' },
      );
    const parameters = parametersIn(draft, name);
    const text =
      parameters.find(({ name: one }) => one === 'text')?.name ??
      parameters.find(({ schema }) => schema.type === 'string')?.name ??
      'text';
    const others = parameters.filter(
      ({ name: one, required, schema }) =>
        one !== text && required === true && schema.type === 'string',
    );
    return {
      to: {
        kind: 'action',
        action: name,
        input: Object.fromEntries([
          [text, '{text}'],
          ...others.map(({ name: one }) => [one, '{text}']),
        ]),
      },
      template,
    };
  }
  addVariable(
    draft,
    { name: 'NOTIFY_ROOM_ID', description: 'Id of the room that is told.', required: true },
    'Says which room is told.',
    because('assumed', 0.5, [clause.clause.start, clause.clause.end]),
  );
  assume(draft, '/environment', 'NOTIFY_ROOM_ID', 'News go to the room in NOTIFY_ROOM_ID.', [
    clause.clause.start,
    clause.clause.end,
  ]);
  return { to: { kind: 'room', env: 'NOTIFY_ROOM_ID' }, template };
}

/** Without complements: what a message says is not asked from the conversation. */
const bareClause = (clause: Clause): Clause => ({ ...clause, tokens: [] });

/** Whether the clause tells anybody at all. */
export const tells = (text: string): boolean =>
  new RegExp(SENDS.source, 'i').test(text) || /\blet (?:me|us|the \w+|everyone) know\b/i.test(text);

/** The parameters of an action that is there already. */
export const parametersIn = (draft: SpecDraft, name: string): Parameter[] =>
  (draft.actions.find((known) => known.name === name)?.parameters ?? []) as Parameter[];
