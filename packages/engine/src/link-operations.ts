import type { Diagnostic } from '@plugwright/errors';
import type { PluginSpec } from '@plugwright/spec';
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
    const isWhole = taken.actions.length > 0;
    // oxlint-disable-next-line no-await-in-loop
    const known = isWhole ? taken : await takePaths(taken.spec, provider, matches);
    const found = matches.filter(({ guess }) => known.actions.includes(guess.action));
    if (found.length === 0) continue;
    done.used.add(question);
    done.result = settled({ ...done.result, spec: known.spec }, found, mine, isWhole);
    done.linked.push(
      ...found.map(({ guess, operation, others }) => ({
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

/** Without the document's text, the index still knows method and path. */
async function takePaths(spec: PluginSpec, provider: string, matches: readonly Match[]) {
  const { refine } = await import('@plugwright/spec/text');
  const known: { spec: PluginSpec; actions: string[] } = { spec, actions: [] };
  for (const { guess, operation } of matches) {
    const base = known.spec.apis[provider]?.baseUrl;
    const below = base === undefined ? '' : new URL(base).pathname.replace(/\/+$/, '');
    const { method, path } = operation;
    const rest = path.startsWith(`${below}/`) ? path.slice(below.length) : path;
    const run = known.spec.actions.find((one) => one.name === guess.action)?.run;
    if (run?.kind === 'http' && run.method === method && run.path === rest) {
      known.actions.push(guess.action);
      continue;
    }
    const text = `${guess.action} ${method} ${rest}`;
    const refined = refine(known.spec, { question: `operation:${provider}`, text });
    if (refined.diagnostics.some((one) => one.severity === 'error')) continue;
    known.spec = refined.spec;
    known.actions.push(guess.action);
  }
  return known;
}

/**
 * What was guessed before is known now: no question, and a field that says why. `isWhole`: the whole request
 * comes from the document; otherwise only method and path are known, which stays an assumption.
 */
function settled(
  result: TextResult,
  found: readonly Match[],
  mine: readonly GuessedAction[],
  isWhole: boolean,
): TextResult {
  const paths = new Set(found.map(({ guess }) => guess.path));
  const left = mine.find((one) => !paths.has(one.path));
  const assumptions = found.map(({ guess, operation }) => ({
    path: guess.path,
    value: operation.path,
    text: `${guess.action} calls ${operation.method} ${operation.path}; what else the request takes is not known here.`,
  }));
  return {
    ...result,
    recipes: isWhole ? [...new Set([...result.recipes, 'openapi-operation'])] : result.recipes,
    assumptions: [
      ...result.assumptions.filter(({ path }) => !paths.has(path)),
      ...(isWhole ? [] : assumptions),
    ],
    questions: result.questions.flatMap((question) => {
      if (question.id !== `operation:${mine[0]?.provider}`) return [question];
      return left === undefined ? [] : [{ ...question, path: left.path }];
    }),
    fields: [
      ...result.fields.filter(({ path }) => !paths.has(path)),
      ...found.map(({ guess, operation }) => ({
        path: guess.path,
        value: operation.path,
        confidence: isWhole ? 0.8 : 0.6,
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
