import type { Action, ComputeName } from '@plugwright/spec';
import { operationLiteral } from '../operation.js';
import { generalRequired } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { actionJob } from './action-job.js';
import { libraryFile } from './library-file.js';

/** The file of `src/lib` that has the function, and the files that this one imports. */
const LIBRARIES: Readonly<Record<ComputeName, readonly [module: string, ...needs: string[]]>> = {
  convertUnits: ['units', 'format-number', 'text'],
  convertCurrency: ['money', 'format-number'],
  dateDifference: ['dates', 'zones', 'format-number', 'text'],
  addToDate: ['dates', 'zones', 'format-number', 'text'],
  dayOfWeek: ['dates', 'zones', 'format-number', 'text'],
  timeInZone: ['dates', 'zones', 'format-number', 'text'],
  percentage: ['numbers', 'format-number'],
  arithmetic: ['arithmetic', 'format-number', 'text'],
  statistics: ['numbers', 'format-number'],
  randomNumber: ['chance', 'format-number', 'text'],
  rollDice: ['chance', 'format-number', 'text'],
  flipCoin: ['chance', 'format-number', 'text'],
  pickOne: ['chance', 'format-number', 'text'],
  uuid: ['chance', 'format-number', 'text'],
  hashText: ['text-tools', 'text'],
  encodeText: ['text-tools', 'text'],
  countText: ['text-tools', 'text'],
  loanPayment: ['money', 'format-number'],
  compoundInterest: ['money', 'format-number'],
  tip: ['money', 'format-number'],
};

/** Actions that compute without a network; only money may ask for today's rate. */
export const computeViews: ComponentViewBuilder = (context) => {
  const jobs = context.spec.actions.flatMap((action) => jobsOf(context, action));
  const needed = context.spec.actions.flatMap(({ run }) =>
    run.kind === 'compute' ? LIBRARIES[run.function] : [],
  );
  const libraries = [...new Set(needed)].map((name) => libraryFile(context.identifiers, name));
  return { jobs: [...jobs, ...libraries], registrations: [] };
};

function jobsOf(context: RenderContext, action: Action): TemplateJob[] {
  const { run } = action;
  if (run.kind !== 'compute') return [];
  if (run.rates === undefined) {
    const computeModule = `../lib/${LIBRARIES[run.function][0]}.js`;
    return [actionJob(context, action, 'compute', { compute: run.function, computeModule })];
  }
  const whole = context.whole ?? context.spec;
  const operation = operationLiteral(whole, run.rates);
  const settings = generalRequired(whole);
  return [actionJob(context, action, 'convert-currency', { operation, settings })];
}
