import type { Provider } from '@elizaos/core';
import { openJobQuestion } from '@plugwright/engine/jobs';
import { serviceOf } from '../actions/guarded.js';
import { jobLine, shortId } from '../job-text.js';

const silent = { text: '', values: {}, data: {} };

/** The plugins that are being made for this room, and what they ask. Says nothing when there are none. */
export const activeJobs: Provider = {
  name: 'PLUGIN_JOBS',
  description: 'Plugins that are being made for this room, and what they wait for',
  position: 50,
  // What a provider throws would end the whole message.
  get: async (runtime, message) => {
    try {
      const jobs = serviceOf(runtime)?.activeIn(message.roomId) ?? [];
      if (jobs.length === 0) return silent;
      const lines = jobs.map(({ job }) => {
        const question = openJobQuestion(job);
        if (question === undefined) return `- ${jobLine(job)}`;
        return `- Job ${shortId(job.id)} asked: "${question.text}" When the user replies to that, use ANSWER_PLUGIN_QUESTION.`;
      });
      return {
        text: `# Plugins that are being made\n${lines.join('\n')}`,
        values: { pluginJobsActive: jobs.length },
        data: { jobs: jobs.map(({ job }) => ({ id: job.id, state: job.state })) },
      };
    } catch {
      return silent;
    }
  },
};
