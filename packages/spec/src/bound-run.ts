import type { HttpRun } from './http-run.js';

/** Name of the parameter that stands for a setting in {@link boundRun}; no parameter of an action is called so. */
export const settingParameter = (env: string): string => `$${env}`;

/** The run with its settings as bindings like the others. */
export function boundRun(run: HttpRun): HttpRun {
  const { settings = [] } = run;
  if (settings.length === 0) return run;
  const more = settings.map(({ env, ...place }) => ({
    parameter: settingParameter(env),
    ...place,
  }));
  return { ...run, bind: [...run.bind, ...more] };
}
