import type { Action } from '@elizaos/core';
import { jobLine } from '../job-text.js';
import { visibleJobs } from './find-job.js';
import { guarded, serviceOf } from './guarded.js';
import { intentOf } from './intent-of.js';

const name = 'LIST_PLUGIN_JOBS';
/** A chat message is read, not scrolled. */
const shown = 10;

/** Lists what was ordered, newest first. */
export const listPlugins: Action = {
  name,
  similes: ['LIST_PLUGINS', 'SHOW_PLUGIN_JOBS', 'MY_PLUGINS'],
  description:
    'Lists the plugins that were ordered here and how each of them ended. Use it when the user asks which plugins were made or are being made.',
  validate: async (runtime, message) =>
    serviceOf(runtime) !== null && intentOf(runtime, message) === 'list',
  handler: guarded(name, async (given) => {
    const jobs = await visibleJobs(given);
    const ids = jobs.map(({ job }) => job.id);
    if (jobs.length === 0)
      return { text: 'No plugin was ordered here yet.', data: { jobIds: ids } };
    const lines = jobs.slice(0, shown).map(({ job }) => `- ${jobLine(job)}`);
    const more = jobs.length > shown ? [`… and ${jobs.length - shown} more.`] : [];
    return {
      text: [...lines, ...more].join('\n'),
      values: { pluginJobs: jobs.length },
      data: { jobIds: ids },
    };
  }),
  examples: [
    [
      { name: '{{name1}}', content: { text: 'Which plugins have you made?' } },
      { name: '{{name2}}', content: { text: 'Here they are.', actions: [name] } },
    ],
    [
      { name: '{{name1}}', content: { text: 'List all plugin jobs' } },
      { name: '{{name2}}', content: { text: 'Here they are.', actions: [name] } },
    ],
  ],
};
