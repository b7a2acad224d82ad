import { render } from '@plugwright/render';
import { parseSpec, type PluginSpecInput } from '@plugwright/spec';
import { verifyFiles } from '@plugwright/verify';
import { expect, it } from 'vitest';

const bare: PluginSpecInput = {
  specVersion: 1,
  name: 'plugin-bare',
  description: 'As little as possible.',
};
const hello: PluginSpecInput = {
  ...bare,
  actions: [
    { name: 'BARE_HELLO', description: 'Says hello.', run: { kind: 'text', template: 'Hello' } },
  ],
};
const provider: PluginSpecInput = {
  ...bare,
  providers: [
    { name: 'BARE_RULES', description: 'Rules.', run: { kind: 'text', template: 'Be kind.' } },
  ],
};

it.each([
  ['one action and no setting', hello],
  ['one provider and no action', provider],
])(
  'a plugin with %s passes every gate',
  async (_, input) => {
    const read = parseSpec(input);
    if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
    const tree = await render(read.spec);
    const report = await verifyFiles(
      tree.map(({ path, text }) => ({ path, text })),
      { spec: read.spec },
    );
    const found = report.gates.flatMap(({ diagnostics }) => diagnostics);
    expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.ok).toBe(true);
  },
  120_000,
);
