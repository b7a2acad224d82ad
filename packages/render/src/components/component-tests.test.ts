import { describe, expect, it } from 'vitest';
import { everyKindSpec, specOnlyWith } from '../__fixtures__/every-kind.js';
import { render, renderComponent } from '../render.js';

const PATH = 'src/__tests__/components.test.ts';
const testsOf = async (spec: Parameters<typeof render>[0]): Promise<string> =>
  (await render(spec)).find(({ path }) => path === PATH)?.text ?? '';

describe("the plugin's own tests of its components", () => {
  it('cover every kind', async () => {
    const text = await testsOf(everyKindSpec());
    const groups = [...text.matchAll(/^describe\('([^']+)'/gm)].map(([, name]) => name);
    expect(groups).toEqual([
      'providers',
      'evaluators',
      'services that poll',
      'routes',
      'events',
      'tasks',
      'models',
      'actions that fill a text in',
      'actions that ask the model',
      'operations without an action of their own',
    ]);
  });

  it('say what must come out, found without the code that is tested', async () => {
    const text = await testsOf(everyKindSpec());
    expect(text).toContain(`Hello {{apiKey}} {who} $& <b>"\\'\`, {{apiKey}} {who} $& <b>`);
    expect(text).toContain("said: 'qxrefundxq'");
    expect(text).toContain("const expected: unknown[] = ['one', 'two'];");
  });

  it('stay away when there is nothing for them', async () => {
    const spec = specOnlyWith('actions');
    const http = spec.actions.filter(({ run }) => run.kind === 'http');
    expect(await testsOf({ ...spec, actions: http })).toBe('');
  });

  it('leave out what a test cannot make happen', async () => {
    const spec = specOnlyWith('providers', 'services', 'models', 'evaluators', 'actions');
    const text = await testsOf({
      ...spec,
      providers: spec.providers.flatMap((provider) =>
        provider.run.kind === 'http'
          ? [{ ...provider, run: { ...provider.run, response: { status: 204, kind: 'empty' } } }]
          : [],
      ),
      services: spec.services.flatMap((service) =>
        service.run.kind === 'poll'
          ? [
              {
                ...service,
                run: {
                  ...service.run,
                  request: { ...service.run.request, response: { status: 200, kind: 'binary' } },
                },
              },
            ]
          : [],
      ),
      evaluators: [
        { ...spec.evaluators[0]!, run: { kind: 'words', words: [' '] } },
        {
          ...spec.evaluators[0]!,
          name: 'EVERY_OTHER',
          run: { kind: 'words', words: ['cats', 'cat'] },
        },
      ],
      actions: spec.actions
        .filter(({ run }) => run.kind === 'text')
        .map((action) => ({
          ...action,
          parameters: [{ ...action.parameters[0]!, schema: { type: 'object' } }],
        })),
    });
    expect(text).not.toContain('gives the answer of the API');
    expect(text).toContain('are in every turn, but for dynamic ones');
    expect(text).not.toContain('services that poll');
    expect(text).not.toContain('fill a text in');
    expect(text).not.toContain('a part of a word');
    expect(text).toContain("said: 'cats'");
  });

  it.each([
    ['provider', 'EVERY_STATUS', ['src/lib/http-provider.ts', 'src/providers/every-status.ts']],
    [
      'evaluator',
      'EVERY_JUDGE',
      ['src/evaluators/every-judge.ts', 'src/handlers/every-judge.evaluator.ts'],
    ],
    ['service', 'every_own', ['src/handlers/every-own.service.ts', 'src/services/every-own.ts']],
    ['route', 'greet', ['src/lib/route.ts', 'src/lib/text.ts', 'src/routes/greet.ts']],
    ['event', 'MESSAGE_RECEIVED', ['src/events/message-received.ts']],
    ['task', 'EVERY_HOUR', ['src/lib/task.ts', 'src/tasks/every-hour.ts']],
    ['model', 'TEXT_LARGE', ['src/handlers/text-large.model.ts', 'src/models/text-large.ts']],
    ['action', 'EVERY_GREET', ['src/actions/every-greet.ts', 'src/lib/text.ts']],
    ['action', 'EVERY_WRITE', ['src/actions/every-write.ts', 'src/handlers/every-write.ts']],
  ] as const)(
    'do not come with one more %s, only its own files do: %s',
    async (kind, name, paths) => {
      const files = await renderComponent(everyKindSpec(), kind, name);
      expect(files.map(({ path }) => path).sort()).toEqual(paths);
    },
  );
});
