/** A plugin that somebody wrote by hand: source, built file, one test, no dependency. */
export const echoPlugin: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'plugin-echo',
    version: '1.0.0',
    description: 'Says what it is told.',
    license: 'MIT',
    type: 'module',
    main: './dist/index.js',
    exports: './dist/index.js',
    files: ['dist'],
    scripts: { build: 'tsup', prepack: 'touch pwned', postinstall: '' },
    peerDependencies: { '@elizaos/core': '^1.0.0' },
    devDependencies: { '@elizaos/core': '1.7.2', vitest: '4.1.12', typescript: '5.9.3' },
    agentConfig: { pluginType: 'elizaos:plugin:1.0.0', pluginParameters: {} },
  }).replace(',"postinstall":""', ''),
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      module: 'ESNext',
      target: 'ES2022',
      moduleResolution: 'Bundler',
      skipLibCheck: true,
      noEmit: true,
    },
    include: ['src'],
  }),
  'src/index.ts': `import type { Action, Plugin } from '@elizaos/core';

const echo: Action = {
  name: 'ECHO',
  description: 'Says the text of the message again.',
  examples: [],
  validate: async () => true,
  handler: async (_runtime, message) => ({
    success: true,
    text: String(message.content.text ?? ''),
    data: { actionName: 'ECHO' },
  }),
};

export const echoPlugin: Plugin = { name: 'echo', description: 'Says what it is told.', actions: [echo] };
export default echoPlugin;
`,
  'src/index.test.ts': `import { expect, it } from 'vitest';
import { echoPlugin } from './index.js';

it('ECHO says the text again', async () => {
  const [action] = echoPlugin.actions ?? [];
  const message = { content: { text: 'hi' } } as never;
  expect(await action?.validate({} as never, message)).toBe(true);
  expect(await action?.handler({} as never, message)).toMatchObject({ text: 'hi' });
});
`,
  'dist/index.js': `const echo = {
  name: 'ECHO',
  description: 'Says the text of the message again.',
  examples: [],
  validate: async () => true,
  handler: async (_runtime, message) => ({ success: true, text: String(message.content.text ?? ''), data: { actionName: 'ECHO' } }),
};
export const echoPlugin = { name: 'echo', description: 'Says what it is told.', actions: [echo] };
export default echoPlugin;
`,
  LICENSE: 'MIT\n',
};
