import type { Diagnostic, PluginSpec } from '@plugwright/spec';
import type { TextResult } from '@plugwright/spec/text';
import type * as Everything from '@plugwright/catalog';
import type { CatalogOperation } from '@plugwright/catalog';
import { guessedActions, type GuessedAction } from './guessed-actions.js';
import type { Host } from './host.js';
import { operationText, takeOperations } from './take-operations.js';

/** An action whose operation was found in a document of the public directory. */
export interface LinkedOperation {
  action: string;
  /** What was looked for. */
  phrase: string;
  /** For example `github.com/api.github.com`; see `plugwright catalog search`. */
  document: string;
  /** `POST /repos/{owner}/{repo}/issues, Create an issue`. */
  chosen: string;
  /** The next best, in the same form. */
  others: string[];
}

export interface Linked {
  result: TextResult;
  linked: LinkedOperation[];
  diagnostics: Diagnostic[];
  /** Ids of answers that named an operation. */
  used: Set<string>;
}

/** Operations that are shown behind the chosen one. */
const alsoShown = 2;

/** A guess and the operation of a document that takes its place. */
interface Match {
  guess: GuessedAction;
  operation: CatalogOperation;
  others: CatalogOperation[];
}

/**
 * Replaces requests whose path is a guess by operations of the public OpenAPI directory, where it describes
 * the provider. `answers` may name the operation: `operation:github: issues/create`.
 */
export async function linkOperations(
  result: TextResult,
  sentence: string,
  options: { answers?: Readonly<Record<string, string>> | undefined; host: Host },
): Promise<Linked> {
  const guesses = result.spec === undefined ? [] : guessedActions(result, sentence);
  const none: Linked = { result, linked: [], diagnostics: [], used: new Set() };
  if (result.spec === undefined || guesses.length === 0) return none;
  // Half a megabyte that only these sentences need.
  const [catalog, { documentOf }] = await Promise.all([
    import('@plugwright/catalog'),
    import('./directory-document.js'),
  ]);
  const done: Linked = none;
  for (const provider of new Set(guesses.map((one) => one.provider))) {
    const mine = guesses.filter((one) => one.provider === provider);
    const document = documentOf(provider, mine, catalog);
    if (document === undefined) continue;
    const operations = catalog.operationsOf(document.id);
    const question = `operation:${provider}`;
    const wanted = options.answers?.[question];
    const matches = mine.flatMap((guess) => match(guess, operations, wanted, catalog));
    if (matches.length === 0) {
      done.diagnostics.push(nothingFits(document.title, mine));
      continue;
    }
    // One provider after the other: each changes the spec that the next one goes into.
    // oxlint-disable-next-line no-await-in-loop
    const taken = await takeOperations({
      spec: done.result.spec as PluginSpec,
      provider,
      document,
      actions: matches.map(({ guess, operation }) => ({ name: guess.action, operation })),
      load: () => catalog.loadDocument(document.id, { from: options.host.cwd }),
    });
    done.diagnostics.push(...taken.diagnostics);
    done.result = settled(done.result, taken.spec, matches, taken.actions, mine);
    if (taken.actions.length > 0) done.used.add(question);
    done.linked.push(
      ...matches
        .filter(({ guess }) => taken.actions.includes(guess.action))
        .map(({ guess, operation, others }) => ({
          action: guess.action,
          phrase: guess.phrase,
          document: document.id,
          chosen: operationText(operation),
          others: others.map(operationText),
        })),
    );
  }
  return done;
}

type Catalog = Pick<typeof Everything, 'rankOperations'>;

function match(
  guess: GuessedAction,
  operations: readonly CatalogOperation[],
  wanted: string | undefined,
  { rankOperations }: Catalog,
): Match[] {
  const named = wanted === undefined ? undefined : operations.find((one) => isNamed(one, wanted));
  if (named !== undefined) return [{ guess, operation: named, others: [] }];
  const { ranked, abstain } = rankOperations(guess.phrase, operations, { limit: 1 + alsoShown });
  const [best, ...others] = ranked.map((one) => one.operation);
  return best === undefined || abstain ? [] : [{ guess, operation: best, others }];
}

const isNamed = ({ operationId, method, path }: CatalogOperation, wanted: string) =>
  operationId === wanted.trim() || `${method} ${path}` === wanted.trim();

/** What was guessed before is known now: no question, no assumption, and a field that says why. */
function settled(
  result: TextResult,
  spec: PluginSpec,
  matches: readonly Match[],
  taken: readonly string[],
  mine: readonly GuessedAction[],
): TextResult {
  const found = matches.filter(({ guess }) => taken.includes(guess.action));
  const paths = new Set(found.map(({ guess }) => guess.path));
  const left = mine.filter((one) => !taken.includes(one.action));
  return {
    ...result,
    spec,
    recipes: [...new Set([...result.recipes, 'openapi-operation'])],
    assumptions: result.assumptions.filter(({ path }) => !paths.has(path)),
    questions: result.questions.flatMap((question) => {
      if (question.id !== `operation:${mine[0]?.provider}`) return [question];
      const [open] = left;
      return open === undefined ? [] : [{ ...question, path: open.path }];
    }),
    fields: [
      ...result.fields.filter(({ path }) => !paths.has(path)),
      ...found.map(({ guess, operation }) => ({
        path: guess.path,
        value: operation.path,
        confidence: 0.8,
        evidence: guess.evidence,
        source: 'catalogue' as const,
      })),
    ],
  };
}

const nothingFits = (title: string, guesses: readonly GuessedAction[]): Diagnostic => ({
  code: 'PW_SENTENCE_OPERATION',
  severity: 'warning',
  message: `The directory describes ${title}, but nothing there fits ${guesses
    .map((one) => `"${one.phrase}"`)
    .join(', ')}.`,
  hint: 'Name the operation with --answers, or give the document and choose with --operations.',
  path: guesses[0]?.path ?? '',
});
