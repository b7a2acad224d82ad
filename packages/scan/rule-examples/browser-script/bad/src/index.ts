import type { Action } from '@elizaos/core';
import puppeteer from 'puppeteer';

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    const page = await (await puppeteer.launch()).newPage();
    await page.evaluate(`search('${text}')`);
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
