import type { Identifiers } from '../identifiers.js';
import type { TemplateJob } from '../template-job.js';

/** A file of `src/lib` that only plugins with a certain kind of component have. */
export const libraryFile = ({ slug }: Identifiers, name: string): TemplateJob => ({
  template: `src/lib/${name}.ts`,
  path: `src/lib/${name}.ts`,
  owner: 'generated',
  data: { slug },
});
