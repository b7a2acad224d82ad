import { lookAlike } from '../known-plugins.js';
import { toPluginName } from '../names.js';
import { parseSpec } from '../parse-spec.js';
import type { PluginSpec, PluginSpecInput } from '../plugin-spec.js';
import type { ActionDraft } from './actions.js';
import { CHANNELS, mentionFor } from './mention-of.js';
import type { ParsedText } from './parse-text.js';
import { recipeForAction, recipeForClause } from './recipe-match.js';
import { addSchedule } from './recipes/index.js';
import { sentence, subjectOf, lowerName } from './recipes/names.js';
import type { RoutedClause } from './route-clause.js';
import {
  addComponent,
  ask,
  assume,
  because,
  freeName,
  newDraft,
  note,
  useRecipe,
  warn,
  type SpecDraft,
} from './spec-draft.js';
import type { Diagnostic } from '@plugwright/errors';

export interface Assembled {
  draft: SpecDraft;
  /** Absent when nothing was asked for, or when the parts do not fit together. */
  spec?: PluginSpec;
  problems: Diagnostic[];
}

/** Actions below this confidence without any other evidence are not made. */
const MAKE_FROM = 0.5;

/** Every clause finds its recipe; the parts become one spec, which is checked like a written one. */
export function assemble(parsed: ParsedText): Assembled {
  const draft = newDraft(parsed);
  const { actions } = parsed;
  const made = new Map<ActionDraft, string>();
  for (const action of actions.slice(0, 40)) {
    if (action.confidence < MAKE_FROM || isOnlyNotice(action, parsed.text)) continue;
    const recipe = recipeForAction(action, draft);
    recipe.apply(action, draft);
    made.set(action, recipe.id);
  }
  for (const clause of parsed.routed)
    addClause(
      draft,
      clause,
      actions.filter((action) => made.has(action) && action.clause === clause.clause),
    );
  const count =
    draft.actions.length +
    draft.providers.length +
    draft.evaluators.length +
    draft.services.length +
    draft.routes.length +
    draft.models.length;
  if (count === 0) return { draft, problems: [] };
  const result = parseSpec(inputOf(draft));
  draft.diagnostics.push(
    ...result.diagnostics.filter(
      ({ severity, code }) => severity !== 'error' && code !== 'PW_SPEC_NAME_LOOKALIKE',
    ),
  );
  return result.ok
    ? { draft, spec: result.spec, problems: [] }
    : { draft, problems: result.diagnostics };
}

/** `every morning send me the news from X`: X is where it comes from; the sending is a notice into the room. */
function isOnlyNotice({ schedule, verb, mention }: ActionDraft, text: string): boolean {
  if (!schedule || verb.class !== 'send' || !mention) return false;
  const before = text.slice(0, mention.span[0]);
  return (
    /\b(?:from|of|by)\s+(?:the\s+)?$/i.test(before) ||
    (mention.entry !== undefined &&
      !CHANNELS.has(mention.entry.category) &&
      !/\bto\s+(?:the\s+|my\s+|our\s+)?$/i.test(before))
  );
}

function addClause(draft: SpecDraft, clause: RoutedClause, actions: readonly ActionDraft[]): void {
  if (clause.kind === 'action' || clause.kind === 'nothing' || clause.kind === 'present') {
    if (clause.schedule && (actions.length > 0 || clause.kind === 'action'))
      addSchedule(draft, clause, actions);
    else if (clause.background && clause.kind === 'action') addBackground(draft, clause);
    return;
  }
  const near = mentionFor(clause.clause, draft.parsed.mentions);
  const recipe = recipeForClause(clause, draft);
  if (recipe) {
    recipe.apply(clause, draft, near);
    // A monitor without a source adds nothing; then it is said plainly.
    if (clause.kind === 'service' && draft.services.length + draft.routes.length === 0)
      addBackground(draft, clause);
  } else if (clause.kind === 'service') addBackground(draft, clause);
  else if (clause.kind === 'model') addModel(draft, clause);
}

/** Something runs on its own and no recipe does it. */
function addBackground(draft: SpecDraft, clause: RoutedClause): void {
  const { start, end, tokens, verb } = clause.clause;
  if (clause.schedule && clause.kind === 'service') {
    addSchedule(draft, clause, []);
    return;
  }
  const words = subjectOf(tokens.slice(verb?.length ?? 0));
  const name = freeName(draft, 'services', lowerName([...words.slice(-2), 'worker'], 'worker'));
  const path = addComponent(
    draft,
    'services',
    {
      name,
      description: sentence(clause.text),
      run: { kind: 'custom', notes: `Asked for as: ${clause.text}`.slice(0, 1000) },
    },
    because('rule', 0.6, [start, end]),
  );
  warn(
    draft,
    'PW_TEXT_NO_RECIPE',
    `${path}/run`,
    `No building block does "${clause.text.trim().slice(0, 120)}"; ${name} has a place for your code.`,
    'Name the service that is watched, or write the body in src/handlers.',
  );
  ask(draft, {
    id: `provider:${name}`,
    text: `What is watched for "${clause.text.trim().slice(0, 100)}"? Name the service, a feed or the address of an API.`,
    path: `${path}/run`,
    choices: [],
    fallback: 'a file to write yourself',
  });
  useRecipe(draft, 'skeleton');
}

function addModel(draft: SpecDraft, clause: RoutedClause): void {
  const { start, end } = clause.clause;
  const types =
    /\bembeddings?\b/i.test(clause.text) && !/\b(?:text|chat|language)\b/i.test(clause.text)
      ? (['TEXT_EMBEDDING'] as const)
      : (['TEXT_SMALL', 'TEXT_LARGE'] as const);
  for (const type of types) {
    if (draft.models.some((known) => known.type === type)) continue;
    const path = addComponent(
      draft,
      'models',
      {
        type,
        description: sentence(clause.text),
        run: { kind: 'custom', notes: `Asked for as: ${clause.text}`.slice(0, 1000) },
      },
      because('rule', clause.confidence, [start, end]),
    );
    warn(
      draft,
      'PW_TEXT_NO_RECIPE',
      `${path}/run`,
      `A model handler for ${type} has a place for your code.`,
      'Write the request in src/handlers.',
    );
  }
  useRecipe(draft, 'skeleton');
}

function inputOf(draft: SpecDraft): PluginSpecInput {
  const name = pluginName(draft);
  return {
    specVersion: 1,
    name,
    description: description(draft),
    apis: draft.apis,
    auth: draft.auth,
    environment: draft.environment,
    permissions: { hosts: draft.hosts, environment: draft.variables },
    collections: draft.collections,
    actions: draft.actions,
    providers: draft.providers,
    evaluators: draft.evaluators,
    services: draft.services,
    routes: draft.routes,
    events: draft.events,
    models: draft.models,
  };
}

/** A given name, the words before "plugin", or the provider and what is done with it. */
function pluginName(draft: SpecDraft): string {
  const { parsed } = draft;
  const quoted = parsed.verbatims.find(
    ({ kind, value }) => kind === 'package' && /(?:^|\/)plugin-/.test(value),
  );
  if (quoted) {
    note(draft, '/name', quoted.value, because('quoted', 0.95, quoted.span));
    return quoted.value;
  }
  if (parsed.name !== undefined) {
    const name = toPluginName(parsed.name);
    note(draft, '/name', name, because('quoted', 0.9));
    return name;
  }
  const firm = parsed.mentions.filter(({ confidence }) => confidence >= 0.6);
  const brand = firm[0]?.id.replaceAll(/[^a-z0-9]+/gi, '-');
  const thing =
    draft.actions[0] && parsed.actions[0] ? parsed.actions[0].words.slice(-2).join(' ') : undefined;
  const other =
    draft.services[0]?.name ??
    draft.providers[0]?.name ??
    draft.evaluators[0]?.name ??
    draft.routes[0]?.name ??
    draft.models[0]?.type ??
    'tools';
  // What only sends the news of a watch does not name the plugin.
  const made =
    parsed.actions.length === 0 && other !== 'tools' ? undefined : draft.actions[0]?.name;
  const about = thing === undefined || thing === '' ? (made ?? other) : thing;
  const words = [brand, about]
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
    .split(/[\s_-]+/);
  // "github github release feed" names it once.
  let name = toPluginName(words.filter((word, i) => words.indexOf(word) === i).join(' '));
  if (lookAlike(name.replace(/^plugin-/, '')) !== undefined)
    name = toPluginName(`${name.replace(/^plugin-/, '')} tools`);
  assume(draft, '/name', name, `The plugin is called ${name}.`);
  return name;
}

function description(draft: SpecDraft): string {
  const { text } = draft.parsed;
  const first = draft.parsed.routed[0]?.clause.start ?? 0;
  const plain = sentence(
    text.slice(Math.min(first, Math.max(0, text.length - 10))).replace(/\s+/g, ' '),
  );
  note(
    draft,
    '/description',
    plain,
    because('rule', 0.8, [first, Math.min(text.length, first + 400)]),
  );
  return plain;
}
