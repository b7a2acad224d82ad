import { type Host, readAnswers, type ReadSourceOptions } from '@plugwright/engine';
import type { Context } from './context.js';
import { PlugwrightError } from './error-table.js';

const where = ['none', 'files', 'http'] as const;

/** The options of `create` and `spec` that decide how a source becomes a spec, as the engine wants them. */
export function sourceOptions(
  context: Context,
  source: string,
  options: Record<string, unknown>,
): ReadSourceOptions {
  const list = (name: string) => options[name] as string[] | undefined;
  const externalRefs = choice('--external-refs', options['externalRefs'], where);
  const curation = {
    ...defined('operations', list('operations')),
    ...defined('tags', list('tags')),
    ...defined('paths', list('paths')),
    ...defined(
      'methods',
      list('methods')?.map((method) => method.toUpperCase()),
    ),
    ...defined('words', list('words')),
    ...defined('maxActions', wholeNumber('--max-actions', options['maxActions'], 1, 60)),
    ...(options['lazy'] === true ? { lazy: true } : {}),
  };
  return {
    source,
    name: options['name'] as string | undefined,
    curation,
    externalRefs,
    allowHttp: options['allowHttp'] === true,
    allowPrivate: options['allowPrivate'] === true,
    signal: context.io.signal,
  };
}

/** `--answers FILE`, read. Throws `PW_SOURCE_*` and `PW_SENTENCE_ANSWERS`. */
export async function sentenceOptions(
  options: Record<string, unknown>,
  host: Host,
): Promise<Pick<ReadSourceOptions, 'answers'>> {
  const file = options['answers'];
  return typeof file === 'string' ? { answers: await readAnswers(file, host) } : {};
}

const defined = <K extends string, V>(key: K, value: V | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [k in K]?: V };

/** `value` when it is one of `choices`. Throws `PW_CLI_OPTION`. */
export function choice<T extends string>(
  option: string,
  value: unknown,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found !== undefined) return found;
  throw wrongOption(option, value, `one of ${choices.join(', ')}`);
}

/** `value` as a number. Throws `PW_CLI_OPTION`. */
export function wholeNumber(option: string, value: unknown, min: number, max: number) {
  if (value === undefined) return undefined;
  const number = /^-?\d+$/.test(String(value)) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw wrongOption(option, value, `a whole number from ${min} to ${max}`);
}

const wrongOption = (option: string, value: unknown, wanted: string) =>
  new PlugwrightError({
    code: 'PW_CLI_OPTION',
    message: `${option} cannot be ${JSON.stringify(value)}.`,
    hint: `Use ${wanted}.`,
  });
