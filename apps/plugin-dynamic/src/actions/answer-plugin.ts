import type { Action } from '@elizaos/core';
import { openJobQuestion } from '@plugwright/engine/jobs';
import { shortId } from '../job-text.js';
import { withoutAddress } from '../request-of-message.js';
import { guarded, serviceOf } from './guarded.js';
import { intentOf } from './intent-of.js';

const name = 'ANSWER_PLUGIN_QUESTION';
const skip =
  /^(?:skip|default|whatever|any|either|i (?:don'?t|do not) (?:know|care|mind)|you (?:choose|decide)|up to you)\b.{0,20}$/i;

/** Gives what the user wrote as the answer to what a plugin job asked in this room. */
export const answerPlugin: Action = {
  name,
  similes: ['ANSWER_PLUGIN', 'REPLY_TO_PLUGIN_QUESTION', 'PLUGIN_ANSWER'],
  description:
    'Passes the reply of the user on to a plugin that is being made and has asked something in this room. Use it whenever the message answers that question.',
  validate: async (runtime, message) => {
    const service = serviceOf(runtime);
    if (service?.askingIn(message.roomId) === undefined) return false;
    // A new order, "stop" or "how far is it?" is no answer.
    return !['create', 'cancel', 'status', 'list'].includes(intentOf(runtime, message));
  },
  handler: guarded(name, async ({ runtime, service, message }) => {
    const asking = service.askingIn(message.roomId);
    const question = asking && openJobQuestion(asking.job);
    if (asking === undefined || question === undefined)
      return {
        success: false,
        text: 'No plugin job waits for an answer here.',
        data: { jobId: null },
      };
    const said = withoutAddress(message.content.text ?? '', runtime.character.name);
    // An empty answer takes what is likely.
    const job = await service.answer(asking, skip.test(said) ? '' : said);
    return {
      text: `Thank you. Job ${shortId(job.id)} goes on.`,
      values: { pluginJobState: job.state },
      data: { jobId: job.id, question: question.id },
    };
  }),
  examples: [
    [
      { name: '{{name1}}', content: { text: 'https://example.com/feed.xml' } },
      { name: '{{name2}}', content: { text: 'Thank you, I go on.', actions: [name] } },
    ],
    [
      { name: '{{name1}}', content: { text: 'every day at nine' } },
      { name: '{{name2}}', content: { text: 'Thank you, I go on.', actions: [name] } },
    ],
  ],
};
