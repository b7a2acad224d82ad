import type { Provider } from '@elizaos/core';
import { serviceOf } from '../actions/guarded.js';

const silent = { text: '', values: {}, data: {} };

/** What can be ordered; said only when the talk is of plugins. */
export const capabilities: Provider = {
  name: 'PLUGIN_CAPABILITIES',
  description: 'What plugins can be made from, and what is checked',
  position: 51,
  get: async (runtime, message) => {
    try {
      const service = serviceOf(runtime);
      if (
        service === null ||
        !/\b(?:plug-?in|extension|integration|add-?on)s?\b/i.test(message.content.text ?? '')
      )
        return silent;
      const { settings, problem } = service;
      if (problem !== undefined) return { ...silent, text: `# Making plugins\n${problem}` };
      const from = [
        'a sentence that says what it does',
        'a pasted or attached spec or OpenAPI document',
        ...(settings?.allowUrls === true ? ['the https address of one'] : []),
        ...(settings?.documents === undefined ? [] : ['the name of a file']),
      ];
      return {
        text: `# Making plugins\nI can make ElizaOS plugins from ${from.join(', ')}. Each is type-checked, bundled, booted in a runtime of its own and tested. I cannot load one into myself. Only ${settings?.roles.join(' or ')} may order.`,
        values: { pluginSources: from.length },
        data: { sources: from },
      };
    } catch {
      return silent;
    }
  },
};
