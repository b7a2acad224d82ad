import { posix } from 'node:path';
import type { Diagnostic } from '@plugwright/errors';
import { format } from '../format.js';
import { renderTemplate } from '../template.js';
import type { FoundPlugin } from './find-plugin.js';
import { importStyle, relativeModule } from './import-style.js';
import { note } from './problem.js';
import type { PluginRegistration } from './register.js';
import { isTest, type Sources } from './sources.js';
import { withEol } from './text-style.js';

const FRAMEWORKS = ['bun:test', 'vitest', '@jest/globals'] as const;
const TEST_FILE = /\.(test|spec)\.tsx?$/;

/**
 * Writes a test for one added component beside the tests that the plugin has, in the framework that they
 * use. Written once: a file that is there is left alone.
 */
export async function addTest(
  sources: Sources,
  plugin: Pick<FoundPlugin, 'exported'>,
  registration: PluginRegistration,
  name: string,
  eol: '\n' | '\r\n',
): Promise<Diagnostic[]> {
  const { identifier, list, module, key } = registration;
  const tests = sources
    .paths()
    .filter(
      (one) =>
        TEST_FILE.test(one) && isTest(one) && !/(?:^|\/)(?:e2e|node_modules|dist)\//.test(one),
    );
  const sibling = tests.sort((a, b) => a.split('/').length - b.split('/').length)[0];
  const folder =
    sibling === undefined
      ? posix.join(posix.dirname(plugin.exported.path), '__tests__')
      : posix.dirname(sibling);
  const suffix = TEST_FILE.exec(sibling ?? '')?.[1] ?? 'test';
  const path = posix.join(
    folder,
    `${posix.basename(module)}-${list.replace(/s$/, '')}.${suffix}.ts`,
  );
  if (sources.text(path) !== undefined) return [];
  const framework = frameworkOf(sources, tests);
  const { extension } = importStyle(sources, sources.parse(plugin.exported.path));
  const { text } = renderTemplate('added/component.test.ts', {
    framework: framework ?? 'vitest',
    named: plugin.exported.name !== 'default',
    plugin: plugin.exported.name === 'default' ? 'plugin' : plugin.exported.name,
    entry: relativeModule(path, plugin.exported.path.replace(/\.[cm]?tsx?$/, ''), extension),
    symbol: identifier,
    module: relativeModule(path, module, extension),
    name,
    list,
    key: key ?? '',
    isAction: list === 'actions',
    isProvider: list === 'providers',
    isService: list === 'services',
  });
  sources.write(path, withEol(await format(path, text), eol));
  if (framework !== undefined) return [];
  return [
    note(
      'PW_EDIT_NO_TEST_RUNNER',
      `${path} needs vitest, which the plugin does not have yet.`,
      'Install it with npm install --save-dev vitest.',
      path,
    ),
  ];
}

function frameworkOf(sources: Sources, tests: readonly string[]): string | undefined {
  const texts = tests.map((one) => sources.text(one) ?? '');
  const used = FRAMEWORKS.find((one) =>
    texts.some((text) => text.includes(`'${one}'`) || text.includes(`"${one}"`)),
  );
  if (used !== undefined) return used;
  const manifest = sources.text('package.json') ?? '';
  if (/"bun test\b/.test(manifest)) return 'bun:test';
  if (/"vitest"\s*:/.test(manifest)) return 'vitest';
  return /"jest"\s*:/.test(manifest) ? '@jest/globals' : undefined;
}
