import type { Identifiers, RegisteredKind } from '../identifiers.js';
import type { TemplateJob } from '../template-job.js';

/** A file that a person writes, and how the generated file beside it imports it. */
export interface HandlerFile {
  job: TemplateJob;
  /** Module specifier, relative to a component's folder. */
  module: string;
  /** What the body answers until it is written. */
  notice: string;
}

/**
 * The scaffold of a component with `run.kind: custom`. Actions take the plain file name; other kinds
 * add theirs after a dot, which no file stem holds, so two components never want the same file.
 */
export function handlerFile(
  identifiers: Identifiers,
  kind: RegisteredKind,
  name: string,
  data: { description: string; notes: string } & Record<string, unknown>,
  template: string = kind,
): HandlerFile {
  const stem = identifiers.file(kind, name);
  const file = kind === 'action' ? stem : `${stem}.${kind}`;
  const notice = `${name} is not written yet: its body goes into src/handlers/${file}.ts.`;
  return {
    job: {
      template: `src/handlers/${template}.ts`,
      path: `src/handlers/${file}.ts`,
      owner: 'scaffold',
      data: { slug: identifiers.slug, name, notice, ...data },
    },
    module: `../handlers/${file}.js`,
    notice,
  };
}
