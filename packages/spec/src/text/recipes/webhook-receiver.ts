import type { PluginSpecInput } from '../../plugin-spec.js';
import {
  addComponent,
  addVariable,
  ask,
  assume,
  because,
  freeName,
  note,
  useRecipe,
} from '../spec-draft.js';
import { kebabName, sentence, subjectOf, upperName } from './names.js';
import { notifyThrough, receiverOf, tells } from './notify.js';
import type { ClauseRecipe } from './recipe.js';

type WebhookRun = Extract<
  NonNullable<PluginSpecInput['routes']>[number]['run'],
  { kind: 'webhook' }
>;

const HOOK = /\bweb-?hooks?\b|\bcallbacks?\b/i;
/** Signing schemes that the receiver knows by name. */
const SIGNED: Readonly<Record<string, WebhookRun['verify']>> = {
  github: 'github',
  stripe: 'stripe',
  svix: 'standard-webhooks',
  resend: 'standard-webhooks',
};

/** A route that other systems call; also for "when my build fails", where nobody says who knows. */
export const webhookReceiver: ClauseRecipe = {
  id: 'webhook-receiver',
  fits: (clause, draft) => {
    if (clause.kind === 'route' && HOOK.test(clause.text)) return 0.9;
    if (clause.kind !== 'service' || clause.clause.condition.length === 0 || clause.schedule)
      return 0;
    const receiver = receiverOf(clause, draft);
    const others = draft.parsed.mentions.some(({ id }) => id !== receiver?.id);
    return others ? 0 : 0.75;
  },
  apply: (clause, draft) => {
    const { start, end } = clause.clause;
    const receiver = receiverOf(clause, draft);
    const sender = draft.parsed.mentions.find(
      ({ id, span }) => id !== receiver?.id && span[0] >= start && span[1] <= end,
    );
    const guessed = clause.kind === 'service';
    const verify = sender
      ? Object.hasOwn(SIGNED, sender.id)
        ? (SIGNED[sender.id] ?? 'token')
        : 'token'
      : 'token';
    const secretEnv = `${upperName([sender?.id ?? ''], 'WEBHOOK')}${sender ? '_WEBHOOK' : ''}_SECRET`;
    const words = guessed
      ? subjectOf(clause.clause.condition.slice(1))
      : [sender?.id ?? ''].filter(Boolean);
    addVariable(
      draft,
      {
        name: secretEnv,
        description: 'Secret that the sender of the webhook uses.',
        required: true,
        sensitive: true,
      },
      'Proves who sent a message.',
      because('assumed', 0.5, [start, end]),
    );
    const run: WebhookRun = {
      kind: 'webhook',
      secretEnv,
      verify,
      event: upperName([...words, 'received'], 'WEBHOOK_RECEIVED'),
    };
    if (verify === 'token') run.header = 'X-Webhook-Token';
    if (guessed || tells(clause.text))
      run.notify = notifyThrough(
        draft,
        clause,
        receiver,
        guessed
          ? `${sentence(
              clause.clause.condition
                .slice(1)
                .map(({ text }) => text)
                .join(' '),
            ).replace(/[{}]/g, '')} {value}`
          : '{value}',
      );
    const given = draft.parsed.verbatims.find(
      ({ kind, span, value }) =>
        kind === 'path' &&
        span[0] >= start &&
        span[1] <= end &&
        /^\/[A-Za-z0-9._~:/-]*$/.test(value),
    );
    const name = freeName(draft, 'routes', kebabName([...words, 'webhook'], 'webhook'), '-');
    const path = addComponent(
      draft,
      'routes',
      {
        name,
        description: sentence(clause.text),
        method: 'POST',
        path: given?.value ?? `/webhooks/${name.replace(/-?webhook$/, '') || 'in'}`,
        public: true,
        run,
      },
      because('rule', guessed ? 0.6 : clause.confidence, [start, end]),
    );
    if (given) note(draft, `${path}/path`, given.value, because('quoted', 0.95, given.span));
    if (guessed) {
      assume(
        draft,
        `${path}/run/kind`,
        'webhook',
        `Another system tells by a webhook that ${clause.clause.condition
          .map(({ text }) => text)
          .join(' ')
          .replace(/^when(?:ever)?\s|^if\s|^once\s/i, '')}.`,
        [start, end],
      );
      ask(draft, {
        id: 'source',
        text: `Which service knows ${clause.clause.condition.map(({ text }) => text).join(' ')}?`,
        path,
        choices: ['a webhook calls the agent'],
        fallback: 'a webhook calls the agent',
      });
    } else if (verify === 'token')
      assume(
        draft,
        `${path}/run/verify`,
        'token',
        'The sender puts the secret into the header X-Webhook-Token.',
        [start, end],
      );
    useRecipe(draft, 'webhook-receiver');
  },
};
