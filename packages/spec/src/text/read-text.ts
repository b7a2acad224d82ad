import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '../plugin-spec.js';
import { ERROR_CODES, type ErrorCodeName } from '@plugwright/errors';
import { assemble } from './assemble.js';
import { impossibleReason, meaningfulWords } from './impossible.js';
import { recogniseIntent, type IntentOptions } from './intent.js';
import { normalise, type NormalText } from './normalise.js';
import { parseText, type ParsedText, type TextStyle } from './parse-text.js';
import { doesSomething, isConvincing, nounsOf } from './second-reading.js';
import { respell } from './spelling.js';
import { chooseQuestions } from './questions.js';
import type { Intent, Outcome, Question, TextResult } from './types.js';

export interface TextOptions extends IntentOptions {
  /** How the text is written; found out when absent. */
  style?: TextStyle;
  /** Skips the question whether this is a request at all. */
  intent?: Intent;
}

const empty = (
  intent: Intent,
  outcome: Outcome,
  diagnostics: Diagnostic[],
  questions: Question[] = [],
): TextResult => ({
  intent,
  outcome,
  fields: [],
  assumptions: [],
  questions,
  diagnostics,
  recipes: [],
  providers: [],
});

const found = (
  code: ErrorCodeName,
  message: string,
  hint: string = ERROR_CODES[code].hint,
  severity: Diagnostic['severity'] = 'error',
): Diagnostic => ({
  code,
  severity,
  message,
  hint,
  path: '',
});

/**
 * Reads what a person wants and makes a spec of it, without a model and without a network. The same text gives
 * the same result. Never throws: whatever the text is, the result says what came of it.
 */
export function readText(given: unknown, options: TextOptions = {}): TextResult {
  const normal = normalise(given);
  if (!normal.ok) return empty('none', 'not-for-us', normal.diagnostics);
  const { diagnostics } = normal.value;
  const { text, original } = respell(normal.value.text);
  const value: NormalText = {
    ...normal.value,
    text,
    original: (start, end) => normal.value.original(...original(start, end)),
  };
  if (!/\p{L}{2}/u.test(text))
    return empty('none', 'not-for-us', [
      ...diagnostics,
      found('PW_TEXT_NO_WORDS', 'The text holds no words.'),
    ]);
  const style = options.style;
  const reading =
    options.intent === undefined && style !== 'features'
      ? recogniseIntent(text, options)
      : { intent: options.intent ?? ('create' as const), why: '', confidence: 1 };
  const impossible = impossibleReason(text);
  if (
    impossible &&
    (reading.intent === 'create' || reading.intent === 'none') &&
    (reading.intent === 'create' || /\bplug-?in/i.test(text))
  )
    return empty('create', 'impossible', [
      ...diagnostics,
      found(impossible.code, impossible.message, impossible.hint),
    ]);
  // What was given to be built and reads as nothing else gets a second look: it counts when most of it is understood.
  if (reading.intent === 'none' && reading.confidence <= 0.6 && options.context !== 'chat') {
    const second = readAgain(value, style);
    if (second) return { ...second, diagnostics: [...diagnostics, ...second.diagnostics] };
  }
  if (reading.intent === 'none')
    return empty('none', 'not-for-us', [...diagnostics, notForUs(reading.why)]);
  if (reading.intent !== 'create' && reading.intent !== 'update')
    return empty(reading.intent, 'not-for-us', diagnostics);
  const result = fromParsed(parseText(text, style), value, reading.intent);
  if (!result.spec && result.outcome === 'questions' && style === undefined) {
    const second = readAgain(value, style);
    if (second) return { ...second, diagnostics: [...diagnostics, ...second.diagnostics] };
  }
  return { ...result, diagnostics: [...diagnostics, ...result.diagnostics] };
}

/** Reads the text as an order, then as a list of nouns; the first that explains most of it is taken. */
function readAgain(normal: NormalText, style: TextStyle | undefined): TextResult | undefined {
  const { text } = normal;
  for (const parsed of [parseText(text, style), nounsOf(text)]) {
    if (!parsed || !isConvincing(parsed)) continue;
    const result = fromParsed(parsed, normal, 'create');
    if (result.spec && doesSomething(text, result.spec)) return result;
  }
  return undefined;
}

const notForUs = (why: string) =>
  /not English/.test(why)
    ? found('PW_TEXT_LANGUAGE', `Only English is read here: ${why}.`)
    : /code/.test(why)
      ? found('PW_TEXT_CODE', 'This is code or a log, not a description.')
      : found('PW_TEXT_NOT_A_REQUEST', `This does not ask for a plugin: ${why}.`);

function fromParsed(parsed: ParsedText, normal: NormalText, intent: Intent): TextResult {
  const { draft, spec, problems } = assemble(parsed);
  const providers = [
    ...new Set(parsed.mentions.filter(({ confidence }) => confidence >= 0.5).map(({ id }) => id)),
  ];
  const questions = chooseQuestions(draft.questions);
  const fields = draft.fields.map((field) => ({
    ...field,
    evidence: field.evidence ? normal.original(field.evidence[0], field.evidence[1]) : null,
  }));
  const shared = {
    intent,
    fields,
    assumptions: draft.assumptions,
    diagnostics: draft.diagnostics,
    recipes: draft.recipes,
    providers,
  };
  if (spec && providers.length === 0 && isPlaceholder(parsed.text, spec)) return vague(intent);
  if (spec) return { ...shared, outcome: 'spec', spec, questions };
  if (problems.length > 0)
    return {
      ...shared,
      outcome: 'questions',
      questions,
      diagnostics: [...draft.diagnostics, ...problems],
    };
  return nothingFound(parsed, intent, providers);
}

/** "Make something cool": a word that stands for what nobody has said, and no body but ones to be written. */
const isPlaceholder = (text: string, spec: PluginSpec): boolean =>
  /\b(?:something|anything|stuff|whatever)\b/i.test(text) &&
  meaningfulWords(text).length < 2 &&
  spec.providers.length + spec.evaluators.length + spec.services.length + spec.routes.length ===
    0 &&
  spec.actions.every(({ run }) => run.kind === 'custom');

const vague = (intent: Intent): TextResult =>
  empty(
    intent,
    'vague',
    [found('PW_TEXT_VAGUE', 'The text does not say what the plugin should do.')],
    [
      {
        id: 'what',
        text: 'What should the agent be able to do, and with which service?',
        path: '',
        choices: [],
      },
    ],
  );

/** No component: either something is named and not what to do with it, or nothing is. */
function nothingFound(parsed: ParsedText, intent: Intent, providers: string[]): TextResult {
  const names = parsed.mentions
    .filter(({ confidence }) => confidence >= 0.5)
    .map(({ name }) => name);
  const words = meaningfulWords(parsed.text);
  if (names.length === 0 && words.length < 2) return vague(intent);
  const about = names[0] ?? words.slice(0, 3).join(' ');
  return {
    ...empty(
      intent,
      'questions',
      [
        found(
          'PW_TEXT_NO_COMPONENT',
          `The text names ${about}, but not what the agent should do with it.`,
        ),
      ],
      [
        {
          id: 'what',
          text: `What should the agent do with ${about}?`,
          path: '',
          choices: [`search ${about}`, `get the latest from ${about}`, `post to ${about}`],
        },
      ],
    ),
    providers,
  };
}
