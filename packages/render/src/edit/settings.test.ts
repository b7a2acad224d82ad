import { describe, expect, it } from 'vitest';
import type { EnvironmentVariable } from '@plugwright/spec';
import { changeOf } from './__fixtures__/diff.js';
import { addToConfig } from './config-schema.js';
import { addToEnvExample } from './env-example.js';
import { addDependencies, addToAgentConfig } from './package-json.js';
import { openSources } from './sources.js';

const variable: EnvironmentVariable = {
  name: 'SHOP_TOKEN',
  description: 'Token of\nthe shop',
  required: true,
  sensitive: true,
};
const city: EnvironmentVariable = {
  name: 'SHOP_CITY',
  description: 'Where the shop is',
  required: false,
  sensitive: false,
  default: "Bishop's Castle",
};

describe('.env.example', () => {
  const add = (text: string | undefined, one = variable, path = '.env.example') => {
    const sources = openSources(new Map(text === undefined ? [] : [[path, text]]));
    addToEnvExample(sources, one, '\n');
    return sources.text(path);
  };

  it('is made when there is none', () => {
    expect(add(undefined)).toBe('# Token of the shop (required)\nSHOP_TOKEN=\n');
  });

  it('shows a default that is not a secret', () => {
    expect(add(undefined, city)).toMatch(/^# Where the shop is\nSHOP_CITY=.*Bishop's Castle/);
    expect(add(undefined, { ...variable, default: 'secret' })).not.toContain('secret');
  });

  it('keeps what is there, whatever its name and its line ends', () => {
    expect(add('A=1', city)).toMatch(/^A=1\n# Where/);
    expect(add('A=1\r\n', variable, '.env.template')).toBe(
      'A=1\r\n# Token of the shop (required)\r\nSHOP_TOKEN=\r\n',
    );
  });

  it.each(['SHOP_TOKEN=1\n', '# SHOP_TOKEN=\n', 'export SHOP_TOKEN = 1\n'])(
    'names a variable once: %s',
    (text) => {
      expect(add(text)).toBe(text);
    },
  );
});

describe('package.json', () => {
  const add = (text: string, one = variable) => {
    const sources = openSources(new Map([['package.json', text]]));
    const diagnostics = addToAgentConfig(sources, one);
    return { text: sources.text('package.json') ?? '', diagnostics };
  };

  it('gets agentConfig when it has none', () => {
    const { text } = add('{\n\t"name": "plugin-x"\n}\n');
    expect(JSON.parse(text)).toEqual({
      name: 'plugin-x',
      agentConfig: {
        pluginType: 'elizaos:plugin:1.0.0',
        pluginParameters: {
          SHOP_TOKEN: {
            type: 'string',
            description: 'Token of\nthe shop',
            required: true,
            sensitive: true,
          },
        },
      },
    });
    expect(text).toMatch(/^\{\n\t"name": "plugin-x",\n\t"agentConfig": \{\n\t\t"pluginType"/);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('grows by the lines of the variable only', () => {
    const before =
      '{\r\n  "files": ["a", "b"],\r\n  "agentConfig": {\r\n    "pluginParameters": {\r\n      "A": {}\r\n    }\r\n  }\r\n}\r\n';
    const { text } = add(before, city);
    const change = changeOf(before, text);
    expect(change.lost).toEqual([]);
    expect(change.grown).toHaveLength(1);
    expect(JSON.parse(text).agentConfig.pluginParameters.SHOP_CITY.default).toBe("Bishop's Castle");
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(add(text, city).text).toBe(text);
  });

  it.each(['', '[]', '{ "a": '])('that is no object is left alone, with a note: %j', (before) => {
    const { text, diagnostics } = add(before);
    expect(text).toBe(before);
    expect(diagnostics).toMatchObject([{ code: 'PW_EDIT_NO_PACKAGE_JSON', severity: 'info' }]);
  });
});

describe('the packages that new files import', () => {
  const add = (manifest: object, needed = { zod: '^4.3.5' }) => {
    const sources = openSources(new Map([['package.json', JSON.stringify(manifest, null, 2)]]));
    const diagnostics = addDependencies(sources, needed).map(({ code, severity }) => [
      code,
      severity,
    ]);
    return { manifest: JSON.parse(sources.text('package.json') ?? '') as object, diagnostics };
  };

  it('are added when they are missing', () => {
    expect(add({ dependencies: { a: '1' } }).manifest).toEqual({
      dependencies: { a: '1', zod: '^4.3.5' },
    });
    expect(add({}).manifest).toEqual({ dependencies: { zod: '^4.3.5' } });
  });

  it.each([{ dependencies: { zod: '4.3.5' } }, { peerDependencies: { zod: '*' } }])(
    'are left alone when they are there: %j',
    (manifest) => {
      expect(add(manifest)).toEqual({ manifest, diagnostics: [] });
    },
  );

  it('are reported when they are there in another major version', () => {
    const manifest = { dependencies: { zod: '^3.22.0' } };
    expect(add(manifest)).toEqual({ manifest, diagnostics: [['PW_EDIT_DEPENDENCY', 'warning']] });
  });

  it('cannot be added to a file that is not JSON', () => {
    const sources = openSources(new Map([['package.json', '{']]));
    expect(addDependencies(sources, { zod: '^4' })).toEqual([]);
    expect(sources.text('package.json')).toBe('{');
  });
});

describe('the settings in code', () => {
  const plugin = (config = '', init = '') =>
    `export const plugin: Plugin = {\n  name: 'plugin-x',\n  description: 'x',\n${config}${init}};\n`;
  const add = (files: Record<string, string>, one = variable) => {
    const sources = openSources(new Map(Object.entries(files)));
    addToConfig(sources, one, undefined);
    const changes = Object.entries(files).map(([path, text]) =>
      changeOf(text, sources.text(path) ?? ''),
    );
    expect(changes.flatMap((change) => change.lost)).toEqual([]);
    return changes.flatMap((change) => [...change.added, ...change.grown.map(([, now]) => now)]);
  };
  const schema = 'const schema = z.object({\n  A_KEY: z.string(),\n});\n';

  it('are collected in plugin.config in the words of the others, and then required', () => {
    const config = "  config: {\n    A_KEY: process.env['A_KEY'] || '',\n  },\n";
    expect(add({ 'src/index.ts': schema + plugin(config) })).toEqual([
      "  SHOP_TOKEN: z.string().min(1, 'SHOP_TOKEN is required'),",
      "    SHOP_TOKEN: process.env['SHOP_TOKEN'] || '',",
    ]);
  });

  it('are collected where the check is called', () => {
    const parse =
      "export const read = (r: R) =>\n  schema.parse({\n    A_KEY: r.getSetting('A_KEY'),\n  });\n";
    expect(add({ 'src/config.ts': schema + parse, 'src/index.ts': plugin() })).toEqual([
      "  SHOP_TOKEN: z.string().min(1, 'SHOP_TOKEN is required'),",
      "    SHOP_TOKEN: r.getSetting('SHOP_TOKEN'),",
    ]);
  });

  it('are required when the whole environment is checked', () => {
    const parse = 'export const settings = schema.parse(process.env);\n';
    expect(add({ 'src/index.ts': schema + parse + plugin() })).toEqual([
      "  SHOP_TOKEN: z.string().min(1, 'SHOP_TOKEN is required'),",
    ]);
  });

  it('are optional when nobody seems to hand them to the check', () => {
    expect(add({ 'src/index.ts': schema + plugin() })).toEqual([
      '  SHOP_TOKEN: z.string().optional(),',
    ]);
  });

  it('have their default, in the quotes of the file', () => {
    expect(add({ 'src/index.ts': schema + plugin() }, city)).toEqual([
      "  SHOP_CITY: z.string().default('Bishop\\'s Castle'),",
    ]);
    const double = `import { z } from "zod";\n${schema}`;
    expect(add({ 'src/index.ts': double + plugin() }, city)).toEqual([
      '  SHOP_CITY: z.string().default("Bishop\'s Castle"),',
    ]);
  });

  it.each([
    ['no schema', ''],
    ['a schema of something else', 'const schema = z.object({ name: z.string() });\n'],
    ['an empty schema', 'const schema = z.object({});\n'],
    ['two schemas', `${schema}${schema.replace('const schema', 'const other')}`],
    ['a schema inside a function', `function f() {\n${schema}}\n`],
    [
      'a schema with an unknown part',
      'const schema = z.object({\n  ...base,\n  A_KEY: z.string(),\n});\n',
    ],
    ['a schema that has it', schema.replace('A_KEY', 'SHOP_TOKEN')],
    ['a schema from a variable', 'const schema = z.object(shape);\n'],
  ])('stay as they are: %s', (_name, text) => {
    expect(add({ 'src/index.ts': text + plugin() })).toEqual([]);
  });

  it.each([
    ['a computed config', '  config: readConfig(),\n'],
    ['a config of constants', "  config: {\n    mode: 'fast',\n  },\n"],
    ['an empty config', '  config: {},\n'],
    ['a config with odd keys', "  config: { 'a(b': process.env['a(b'] },\n"],
    ['a config that has it', '  config: {\n    SHOP_TOKEN: process.env.SHOP_TOKEN,\n  },\n'],
  ])('leave plugin.config alone: %s', (_name, config) => {
    expect(add({ 'src/index.ts': plugin(config) })).toEqual([]);
  });
});
