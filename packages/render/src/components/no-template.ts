import { PlugwrightError } from '@plugwright/errors';

/** The error for a kind of run that the spec knows and no template makes yet. */
export const noTemplate = (name: string, kind: string): PlugwrightError =>
  new PlugwrightError({
    code: 'PW_RENDER_KIND',
    message: `there is no template for ${name}: run.kind ${kind} cannot be generated yet`,
    hint: 'Use another kind, or "custom" and write the body by hand.',
  });
