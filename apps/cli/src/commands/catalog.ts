import { catalogOperations, searchCatalog } from '@plugwright/engine';
import { PlugwrightError } from '@plugwright/errors';
import type { Context } from '../context.js';
import { exitCode } from '../exit-code.js';
import { visible } from '../visible.js';

/** `plugwright catalog search <words>` and `plugwright catalog operations <document> [phrase]` */
export async function catalog(
  context: Context,
  [what = '', ...words]: string[],
  options: Record<string, unknown>,
): Promise<number> {
  const limit = readLimit(options['limit']);
  if (what === 'search') return search(context, words.join(' '), limit);
  if (what === 'operations') {
    const [document = '', ...phrase] = words;
    return operations(context, document, phrase.join(' '), limit);
  }
  throw new PlugwrightError({
    code: 'PW_CLI_USAGE',
    message: `There is nothing called ${JSON.stringify(what)} in the catalogue.`,
    hint: 'Use plugwright catalog search <words>, or plugwright catalog operations <document> [phrase].',
  });
}

function readLimit(value: unknown): number {
  const limit = Number(value ?? 5);
  if (Number.isInteger(limit) && limit > 0 && limit <= 1000) return limit;
  throw new PlugwrightError({
    code: 'PW_CLI_USAGE',
    message: '--limit is not a number from 1 to 1000.',
    hint: 'For example --limit 10.',
  });
}

async function search(context: Context, words: string, limit: number): Promise<number> {
  const c = context.colours;
  const hits = await searchCatalog(words, { limit });
  if (hits.providers.length > 0) context.print(c.bold('Providers'));
  for (const { name, hosts, env, docs } of hits.providers) {
    const needed = env.filter((one) => one.required).map((one) => one.name);
    const needs = needed.length === 0 ? 'no key needed' : needed.join(', ');
    context.print(`  ${c.cyan(visible(name))}  ${hosts.join(', ')}  ${needs}`);
    context.print(`  ${c.dim(docs)}`);
  }
  if (hits.documents.length > 0) context.print(c.bold('OpenAPI documents'));
  for (const { id, title, operations, auth, description } of hits.documents) {
    const facts = [`${operations} operations`, ...auth].join(', ');
    context.print(`  ${c.cyan(visible(id))}  ${visible(title)}  ${c.dim(facts)}`);
    if (description !== '') context.print(`  ${c.dim(visible(description))}`);
  }
  const [first] = hits.documents;
  if (first !== undefined)
    context.note(`Next: plugwright catalog operations "${visible(first.id)}" <what it should do>`);
  context.emitJson(hits);
  return exitCode.done;
}

async function operations(
  context: Context,
  id: string,
  phrase: string,
  limit: number,
): Promise<number> {
  const c = context.colours;
  const found = await catalogOperations(id, phrase, { limit });
  if (found.abstain) context.note(`Nothing fits ${JSON.stringify(phrase)} well; nearest:`);
  for (const { method, path, operationId, summary } of found.operations) {
    const name = operationId === undefined ? '' : `  ${c.dim(visible(operationId))}`;
    context.print(`${c.cyan(method)} ${visible(path)}${name}`);
    if (summary !== '') context.print(`  ${visible(summary)}`);
  }
  context.emitJson(found);
  return exitCode.done;
}
