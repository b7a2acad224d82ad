import type { Action } from '@elizaos/core';
import { isTerminal, openJobQuestion } from '@plugwright/engine/jobs';
import { jobLine, questionText } from '../job-text.js';
import { findJob, visibleJobs } from './find-job.js';
import { guarded, serviceOf } from './guarded.js';
import { intentOf } from './intent-of.js';

const name = 'CHECK_PLUGIN_STATUS';

/** Says how far a plugin is. */
export const checkPlugin: Action = {
  name,
  similes: ['PLUGIN_STATUS', 'PLUGIN_PROGRESS', 'CHECK_PLUGIN_JOB'],
  description:
    'Says how far a plugin is that was ordered here: waiting, being made, waiting for an answer, done or failed. Use it when the user asks about the state of a plugin that is being made.',
  validate: async (runtime, message) => {
    const service = serviceOf(runtime);
    if (service === null || intentOf(runtime, message) !== 'status') return false;
    // "Any news?" is about plugins only while one is being made here.
    const isNamed = /\bplug-?ins?\b|\bjobs?\b/i.test(message.content.text ?? '');
    return isNamed || service.activeIn(message.roomId).length > 0;
  },
  handler: guarded(name, async (given) => {
    const jobs = await visibleJobs(given);
    const text = given.message.content.text ?? '';
    const found = findJob(jobs, text, given.message.roomId);
    if (found === undefined)
      return { success: false, text: 'I know of no such plugin job here.', data: { jobId: null } };
    const { job } = found;
    const question = openJobQuestion(job);
    const lines = [jobLine(job), ...(question === undefined ? [] : [questionText(job, question)])];
    return {
      text: lines.join('\n'),
      values: { pluginJobState: job.state },
      data: { jobId: job.id, state: job.state, ended: isTerminal(job.state) },
    };
  }),
  examples: [
    [
      { name: '{{name1}}', content: { text: 'How far is the plugin?' } },
      { name: '{{name2}}', content: { text: 'It is being made.', actions: [name] } },
    ],
    [
      { name: '{{name1}}', content: { text: 'Is my dice plugin ready?' } },
      { name: '{{name2}}', content: { text: 'It is being checked.', actions: [name] } },
    ],
  ],
};
