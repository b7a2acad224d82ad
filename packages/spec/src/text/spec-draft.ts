import type { Diagnostic } from '@plugwright/errors';
import { actionKey } from '../names.js';
import type { Parameter, PluginSpecInput } from '../plugin-spec.js';
import type { ParsedText } from './parse-text.js';
import type { Assumption, Field, FieldSource, Question, Span } from './types.js';

type Lists = 'actions' | 'providers' | 'evaluators' | 'services' | 'routes' | 'events' | 'models';
type List<K extends Lists> = NonNullable<PluginSpecInput[K]>;

/** A spec while it is put together. Only the functions of this file change it. */
export interface SpecDraft {
  readonly parsed: ParsedText;
  apis: NonNullable<PluginSpecInput['apis']>;
  auth: NonNullable<PluginSpecInput['auth']>;
  environment: NonNullable<PluginSpecInput['environment']>;
  hosts: { host: string; reason: string }[];
  variables: { name: string; reason: string }[];
  collections: NonNullable<PluginSpecInput['collections']>;
  actions: List<'actions'>;
  providers: List<'providers'>;
  evaluators: List<'evaluators'>;
  services: List<'services'>;
  routes: List<'routes'>;
  events: List<'events'>;
  models: List<'models'>;
  fields: Field[];
  assumptions: Assumption[];
  questions: Question[];
  diagnostics: Diagnostic[];
  recipes: string[];
}

export const newDraft = (parsed: ParsedText): SpecDraft => ({
  parsed,
  apis: {},
  auth: {},
  environment: [],
  hosts: [],
  variables: [],
  collections: {},
  actions: [],
  providers: [],
  evaluators: [],
  services: [],
  routes: [],
  events: [],
  models: [],
  fields: [],
  assumptions: [],
  questions: [],
  diagnostics: [],
  recipes: [],
});

/** Why a value is what it is. */
export interface Reason {
  source: FieldSource;
  confidence: number;
  /** Offsets in the normalised text. */
  evidence: Span | null;
}

export const because = (
  source: FieldSource,
  confidence: number,
  evidence: Span | null = null,
): Reason => ({
  source,
  confidence,
  evidence,
});

export function note(draft: SpecDraft, path: string, value: unknown, reason: Reason): void {
  draft.fields.push({ path, value, ...reason });
}

/** A guess: a field and, for people, a sentence about it. */
export function assume(
  draft: SpecDraft,
  path: string,
  value: unknown,
  text: string,
  evidence: Span | null = null,
): void {
  note(draft, path, value, because('assumed', 0.4, evidence));
  if (!draft.assumptions.some((known) => known.text === text))
    draft.assumptions.push({ path, value, text });
}

export function ask(draft: SpecDraft, question: Question): void {
  if (!draft.questions.some(({ id }) => id === question.id)) draft.questions.push(question);
}

export function warn(
  draft: SpecDraft,
  code: string,
  path: string,
  message: string,
  hint: string,
  severity: Diagnostic['severity'] = 'warning',
): void {
  if (!draft.diagnostics.some((known) => known.code === code && known.path === path))
    draft.diagnostics.push({ code, severity, message, hint, path });
}

export function useRecipe(draft: SpecDraft, id: string): void {
  if (!draft.recipes.includes(id)) draft.recipes.push(id);
}

/** Adds a component and its first field; the name gets a number when it is taken. Returns the JSON pointer. */
export function addComponent<K extends Lists>(
  draft: SpecDraft,
  kind: K,
  component: List<K>[number],
  reason: Reason,
): string {
  const list = draft[kind] as unknown as List<K>[number][];
  const path = `/${kind}/${list.length}`;
  list.push(component);
  const key = kind === 'events' ? 'event' : kind === 'models' ? 'type' : 'name';
  note(draft, `${path}/${key}`, (component as Record<string, unknown>)[key], reason);
  return path;
}

/** A name that no component of this kind has yet. */
export function freeName(
  draft: SpecDraft,
  kind: Exclude<Lists, 'events' | 'models'>,
  wanted: string,
  joint = '_',
): string {
  const taken = new Set((draft[kind] as { name: string }[]).map(({ name }) => actionKey(name)));
  let name = wanted;
  for (let n = 2; taken.has(actionKey(name)); n++) name = `${wanted}${joint}${n}`;
  return name;
}

/** Declares a variable and the permission for it, once. */
export function addVariable(
  draft: SpecDraft,
  variable: {
    name: string;
    description: string;
    required?: boolean;
    sensitive?: boolean;
    default?: string;
  },
  why: string,
  reason: Reason,
): void {
  if (draft.environment.some(({ name }) => name === variable.name)) return;
  note(draft, `/environment/${draft.environment.length}/name`, variable.name, reason);
  draft.environment.push(variable);
  draft.variables.push({ name: variable.name, reason: why });
}

export function addHost(draft: SpecDraft, host: string, why: string): void {
  if (!draft.hosts.some((known) => known.host === host)) draft.hosts.push({ host, reason: why });
}

/** A text parameter, as most are. */
export const textParameter = (
  name: string,
  description: string,
  required: boolean,
  example?: string,
): Parameter => ({
  name,
  description,
  required,
  schema: { type: 'string', maxLength: 4000 },
  examples: example === undefined ? [] : [example],
});
