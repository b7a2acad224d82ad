import { parseSync } from 'oxc-parser';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Agent, startAgent } from './__fixtures__/agent.js';
import { hostileTexts } from './__fixtures__/hostile-texts.js';
import { json, startHttpDouble } from './__fixtures__/http-double.js';
import { pluginOnDisk } from './__fixtures__/plugin-on-disk.js';
import type { PluginFile } from './file-tree.js';
import { poisonedSpec } from './__fixtures__/poisoned-spec.js';
import { renderTemplate } from './template.js';
import { render } from './render.js';

const canary = globalThis as { PWN?: number };

/** Names in code, string literals apart. */
function identifiersIn(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const child of node) identifiersIn(child, found);
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && node.type === 'Identifier' && 'name' in node)
      found.add(String(node.name));
    for (const child of Object.values(node)) identifiersIn(child, found);
  }
  return found;
}

/** What tools read out of comments, wherever they stand. */
const PRAGMA =
  /@(?:ts-|jsx|license|preserve|vitest|jest)|<\s*(?:reference|amd-)|[#@]\s*source(?:Mapping)?URL\s*=/i;

/** What is wrong with a file after hostile text went into it; nothing, if all went well. */
function problemsOf({ path, text }: PluginFile): string[] {
  if (path.endsWith('.ts')) {
    const { program, comments, errors } = parseSync(path, text);
    const names = identifiersIn(program);
    return [
      ...errors.map(({ message }) => message),
      ...['PWN', 'globalThis', 'eval', 'require'].filter((name) => names.has(name)),
      ...comments.flatMap(({ value }) => PRAGMA.exec(value)?.[0] ?? []),
      // These are looked for in the whole file, not in comments only.
      ...(/@(?:vitest|jest)-environment|[#@]\s*source(?:Mapping)?URL/.exec(text) ?? []),
    ];
  }
  if (/\.ya?ml$/.test(path))
    return parseAllDocuments(text).flatMap(({ errors }) => errors.map(String));
  if (path.endsWith('.json')) JSON.parse(text);
  if (!path.endsWith('.md')) return [];
  // Escapes and code spans show markup, they are none.
  const markup = text
    .replace(/\\[\\`*_[\]<>#~|{}!&]/g, '')
    .replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  return /<(?:script|img)|\]\(javascript:/.exec(markup) ?? [];
}

describe('hostile text in every field of every kind of component', () => {
  // Every field meets every text once.
  it(`leaves all files whole and no text in a code position (${hostileTexts.length} specs)`, async () => {
    for (let turn = 0; turn < hostileTexts.length; turn++) {
      for (const file of await render(poisonedSpec(turn))) {
        expect(problemsOf(file), `${file.path} of turn ${turn}`).toEqual([]);
      }
    }
  }, 240_000);

  describe('in a running agent', () => {
    let agent: Agent | undefined;
    afterEach(async () => agent?.stop());

    const every = Math.ceil(hostileTexts.length / 6);
    it.each([0, 1, 2, 3, 4, 5].map((step) => step * every))(
      'runs nothing and gives the texts as they are (turn %i)',
      async (turn) => {
        const server = await startHttpDouble();
        server.answer((_, response) => json(response, { price: turn, result: 'x', text: 'x' }));
        const spec = poisonedSpec(turn);
        const disk = await pluginOnDisk(spec, `injection-${turn}`);
        const plugin = await disk.plugin();
        agent = await startAgent([plugin], { EVERY_URL: server.url, EMBEDDING_DIMENSION: '3' });
        const { runtime, message } = agent;

        const described = (list: readonly { name: string; description?: string }[]) =>
          Object.fromEntries(list.map(({ name, description }) => [name, description]));
        expect(plugin.description).toBe(spec.description);
        expect(described(runtime.actions)).toMatchObject(described(spec.actions));
        expect(described(runtime.providers)).toEqual(described(spec.providers));
        expect(described(runtime.evaluators)).toEqual(described(spec.evaluators));
        for (const { name, description } of spec.services)
          expect(runtime.getService(name)?.capabilityDescription).toBe(description);
        for (const { name, examples } of spec.actions) {
          const said = runtime.actions.find((action) => action.name === name)?.examples?.flat();
          expect(said?.map(({ content }) => content.text)).toEqual(
            examples.flatMap(({ user, agent: answer }) => [user, answer]),
          );
        }

        const state = await runtime.composeState(message({ text: 'hello' }), ['EVERY_RULES'], true);
        const rules = spec.providers.find(({ name }) => name === 'EVERY_RULES')?.run;
        expect(state.data.providers?.EVERY_RULES).toMatchObject({
          text: rules?.kind === 'text' ? rules.template : '',
        });
        const words = spec.evaluators.flatMap(({ run }) => (run.kind === 'words' ? run.words : []));
        for (const word of words) await runtime.evaluate(message({ text: word }), state, true);
        const noted = agent.tables.memories.map(({ content }) => content.words).flat();
        expect(noted).toEqual(expect.arrayContaining(words.filter((word) => word.trim() !== '')));

        for (const action of spec.actions) {
          const { result } = await agent.act(action.name, {
            who: 'x',
            question: 'x',
            symbol: 'x',
            amount: 1,
          });
          expect(result?.text).toBeTypeOf('string');
        }
        const bodies: unknown[] = [];
        for (const route of runtime.routes) {
          const response: Record<string, (value: unknown) => unknown> = {};
          for (const name of ['status', 'json', 'send', 'setHeader']) {
            response[name] = (value) => {
              bodies.push(value);
              return response;
            };
          }
          await route.handler?.({}, response as never, runtime);
        }
        const hello = spec.routes.find(({ name }) => name === 'hello')?.run;
        expect(bodies).toContain(hello?.kind === 'text' ? hello.template : '');
        for (const { event } of spec.events)
          await runtime.emitEvent(event, { runtime, source: 'test' });
        for (const { name } of spec.tasks)
          await runtime
            .getTaskWorker(name)
            ?.execute(runtime, {}, { name, description: '', tags: [] });
        for (const { type } of spec.models)
          await runtime.useModel(type, { prompt: 'x', text: 'x' } as never).catch(() => undefined);
        expect(canary.PWN).toBeUndefined();
        await server.close();
      },
      60_000,
    );
  });

  it('would be noticed: a template without encoders fails the same checks', () => {
    // The control of the experiment: naive code from the same texts.
    const naive = hostileTexts.map((text) => `/* ${text} */ export const x = "${text}";`);
    const bad = naive.filter((text) => {
      const { program, errors } = parseSync('x.ts', text);
      return errors.length > 0 || identifiersIn(program).has('PWN');
    });
    expect(bad.length).toBeGreaterThan(10);
    const data = { symbol: 'a; PWN', definition: {}, description: 'x' };
    expect(() => renderTemplate('elizaos/src/providers/http.ts', data)).toThrow('a; PWN');
  });
});
