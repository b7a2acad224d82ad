import type { Action } from '@elizaos/core';
import { isTerminal } from '@plugwright/engine/jobs';
import { jobLine, shortId } from '../job-text.js';
import { findJob, visibleJobs } from './find-job.js';
import { guarded, serviceOf } from './guarded.js';
import { intentOf } from './intent-of.js';

const name = 'CANCEL_PLUGIN_CREATION';

/** Stops a plugin that is being made; final when it says so. */
export const cancelPlugin: Action = {
  name,
  similes: ['CANCEL_PLUGIN', 'STOP_PLUGIN', 'ABORT_PLUGIN'],
  description:
    'Stops a plugin that is being made here. Use it when the user no longer wants it. It cannot be undone.',
  validate: async (runtime, message) => {
    const service = serviceOf(runtime);
    if (service === null || intentOf(runtime, message) !== 'cancel') return false;
    // "Never mind" is about a plugin only while one is being made.
    return (
      service.activeIn(message.roomId).length > 0 ||
      /\bplug-?in|\bjob\b/i.test(message.content.text ?? '')
    );
  },
  handler: guarded(name, async (given) => {
    const { service, message } = given;
    const jobs = await visibleJobs(given);
    const found = findJob(jobs, message.content.text ?? '', message.roomId);
    if (found === undefined || isTerminal(found.job.state)) {
      const known = found === undefined ? '' : ` ${jobLine(found.job)}`;
      return { success: false, text: `There is nothing to stop.${known}`, data: { jobId: null } };
    }
    const job = await service.cancel(found.job.id, 'cancelled in chat');
    const isCancelled = job.state === 'cancelled';
    return {
      success: isCancelled,
      text: isCancelled
        ? `Job ${shortId(job.id)} is stopped.`
        : `It had ended before I could stop it. ${jobLine(job)}`,
      values: { pluginJobState: job.state },
      data: { jobId: job.id, state: job.state },
    };
  }),
  examples: [
    [
      { name: '{{name1}}', content: { text: 'Stop building that plugin' } },
      { name: '{{name2}}', content: { text: 'It is stopped.', actions: [name] } },
    ],
    [
      { name: '{{name1}}', content: { text: 'Cancel the plugin job please' } },
      { name: '{{name2}}', content: { text: 'It is stopped.', actions: [name] } },
    ],
  ],
};
