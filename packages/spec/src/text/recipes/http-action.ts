import type { HttpRun, Parameter, PluginSpecInput } from '../../plugin-spec.js';
import { pathPlaceholders } from '../../check-http.js';
import type { ActionDraft } from '../actions.js';
import type { Mention } from '../entities.js';
import { READING } from '../lexicon.js';
import { singular } from '../lemma.js';
import { camelName, parametersOf } from '../parameters.js';
import { ask, assume, note, because, textParameter, type SpecDraft } from '../spec-draft.js';
import { knownRequest, type KnownRequest, type Sender } from '../known-operation.js';
import { useApi, type ApiUse } from '../use-api.js';
import { addAction, describeAction } from './action-base.js';
import type { ActionRecipe } from './recipe.js';

type HttpInput = Extract<NonNullable<PluginSpecInput['actions']>[number]['run'], { kind: 'http' }>;

const METHODS: Readonly<Record<string, HttpRun['method']>> = {
  delete: 'DELETE',
  update: 'PATCH',
  set: 'PUT',
};
const methodOf = (verb: string): HttpRun['method'] =>
  METHODS[verb] ??
  (READING.has(verb) || verb === 'download' || verb === 'navigate' ? 'GET' : 'POST');

/** What a request of this kind nearly always has to be told when the text does not say it. */
function usualParameters(action: ActionDraft): Parameter[] {
  switch (action.verb.class) {
    case 'search':
      return [textParameter('query', 'What to look for', true, 'example')];
    case 'send':
      return [textParameter('text', 'What to say', true, 'Hello')];
    case 'generate':
      return [textParameter('prompt', 'What to make', true, 'A quiet lake')];
    case 'create':
      return [
        textParameter('title', `Title of the ${action.words.at(-1) ?? 'entry'}`, true, 'Example'),
      ];
    case 'translate':
      return [
        textParameter('text', 'The text', true, 'Good morning'),
        textParameter('target', 'Language to translate into', true, 'de'),
      ];
    case 'update':
    case 'delete':
    case 'complete':
    case 'cancel':
    case 'activate':
    case 'deactivate':
      return [textParameter('id', `Which ${action.words.at(-1) ?? 'entry'}`, true, '1')];
    default:
      return READING.has(action.verb.class) ? [] : [subjectParameter(action)];
  }
}

/** `shorten links` has to be told the link. */
function subjectParameter({ words }: ActionDraft): Parameter {
  const name = camelName([singular(words.at(-1) ?? '')]);
  return name === ''
    ? textParameter('text', 'What is meant', true, 'example')
    : textParameter(name, `The ${words.join(' ')}`, true, 'example');
}

/** A request to a provider. The address is known or quoted; a path that nobody named is a guess and said to be one. */
export const httpAction: ActionRecipe = {
  id: 'http-action',
  fits: ({ mention }) => (mention === undefined ? 0 : mention.confidence >= 0.5 ? 0.6 : 0.3),
  apply: (action, draft) => {
    if (!action.mention) return;
    // At a time of the clock there is nobody to ask.
    const sender = !action.schedule
      ? 'conversation'
      : action.verb.class === 'send'
        ? 'notice'
        : 'nobody';
    addHttpAction(draft, action, action.mention, { sender });
  },
};

interface ActionOptions {
  /** Nobody asked for it by name. */
  helper?: boolean;
  optional?: boolean;
  sender?: Sender;
}

/** An operation of the catalogue: nothing about it is a guess. */
function addKnown(
  draft: SpecDraft,
  action: ActionDraft,
  mention: Mention,
  { run, parameters, operation }: KnownRequest,
  { helper, optional }: ActionOptions,
): string {
  const path = addAction(
    draft,
    action,
    'http-action',
    {
      run,
      parameters: optional ? parameters.map((one) => relaxed(one, run.path)) : parameters,
      description: describeAction(action, mention.name),
    },
    helper,
  );
  note(draft, `${path}/run/path`, operation.path, because('catalogue', 0.9, mention.span));
  return path;
}

const relaxed = (parameter: Parameter, path: string): Parameter =>
  path.includes(`{${parameter.name}}`) ? parameter : { ...parameter, required: false };

export function addHttpAction(
  draft: SpecDraft,
  action: ActionDraft,
  mention: Mention,
  options: ActionOptions = {},
): string {
  const use = useApi(draft, mention);
  const known =
    mention.entry &&
    knownRequest(draft, mention.entry, action, use, options.sender ?? 'conversation');
  if (known) return addKnown(draft, action, mention, known, options);
  const said = parametersOf(action);
  const usual = usualParameters(action).filter(({ name }) =>
    name === 'query' ? said.length === 0 || action.verb.class === 'search' : said.length === 0,
  );
  const parameters = [
    ...said,
    ...usual.filter(({ name }) => !said.some((known) => known.name === name)),
  ].map((parameter) => (options.optional ? { ...parameter, required: false } : parameter));
  const request = requestOf(action, use, parameters);
  const path = addAction(
    draft,
    action,
    'http-action',
    {
      run: request.run,
      parameters: request.parameters,
      description: describeAction(action, mention.name),
    },
    options.helper,
  );
  if (use.path !== undefined)
    note(draft, `${path}/run/path`, request.run.path, because('quoted', 0.95, mention.span));
  else guessedPath(draft, path, request.run.path, mention);
  return path;
}

/** The request of an action or, without parameters, of a provider or a poll. */
export function requestOf(
  action: Pick<ActionDraft, 'verb' | 'words'>,
  use: ApiUse,
  given: readonly Parameter[],
): { run: HttpInput; parameters: Parameter[] } {
  const method = methodOf(action.verb.class);
  const path = use.path ?? `/${slug(action.words) || slug([action.verb.name])}`;
  const places = pathPlaceholders(path);
  const parameters = [...given];
  for (const place of places)
    if (!parameters.some(({ name }) => name === place))
      parameters.push(textParameter(place, `The ${place}`, true));
  const inBody = method !== 'GET' && method !== 'DELETE';
  const run: HttpInput = {
    kind: 'http',
    api: use.api,
    method,
    path,
    query: use.query ?? {},
    bind: parameters.map(({ name }) => ({
      parameter: name,
      in: places.includes(name) ? 'path' : inBody ? 'body' : 'query',
      name,
    })),
    auth: use.auth,
    response: { kind: 'json' },
  };
  if (inBody && run.bind?.some((binding) => binding.in === 'body'))
    run.body = { mediaType: 'application/json', encoding: 'json' };
  return {
    run,
    parameters: parameters
      .map((one) => (places.includes(one.name) ? { ...one, required: true } : one))
      .filter(({ name }) => !Object.hasOwn(use.query ?? {}, name)),
  };
}

export function guessedPath(
  draft: SpecDraft,
  component: string,
  path: string,
  mention: Mention,
): void {
  const docs = mention.entry?.docs;
  assume(
    draft,
    `${component}/run/path`,
    path,
    `${mention.name}: the request goes to ${path}; the text does not name it.`,
    mention.span,
  );
  ask(draft, {
    id: `operation:${mention.id}`,
    text: `Which operation of ${mention.name} is meant${docs === undefined ? '' : ` (see ${docs})`}?`,
    path: `${component}/run/path`,
    choices: [path],
    fallback: path,
  });
}

const slug = (words: readonly string[]) =>
  words
    .map((word) => word.toLowerCase().replace(/[^a-z0-9]+/g, ''))
    .filter(Boolean)
    .join('-');
