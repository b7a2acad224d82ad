import { AsyncLocalStorage } from 'node:async_hooks';

const variables = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/**
 * Every process that the gates start for a plugin inside `work` gets these variables too. A job marks its children so:
 * when the process of the job dies, whoever goes on finds and ends them by the mark.
 */
export const withChildVariables = <T>(values: Readonly<Record<string, string>>, work: () => T): T =>
  variables.run(values, work);

/** What {@link withChildVariables} set around the caller; nothing outside of it. */
export const childVariables = (): Readonly<Record<string, string>> => variables.getStore() ?? {};
