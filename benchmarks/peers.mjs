import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { installed } from '../scripts/lib/cache.mjs';

/** Exact versions, installed outside the repository. */
export const versions = { plop: '4.0.5', nx: '22.7.12', 'openapi-mcp-generator': '4.0.1' };

/** Every file below `dir`, as relative paths with `/`. */
export async function filesBelow(dir) {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(dir.length + 1))
    .sort();
}

/** `{{` of our files is text for Handlebars, `<%` for EJS; the plugin's name becomes a variable. */
const asHandlebars = (text, name) => text.replaceAll('{{', '\\{{').replaceAll(name, '{{name}}');
const asEjs = (text, name) => text.replaceAll('<%', '<%%').replaceAll(name, '<%= name %>');

/**
 * Makes room at `path`. What is there is moved, not deleted: ext4 gives the places of deleted files away again only
 * after minutes, and looking for others costs whoever writes next, the more the more files they write.
 */
export async function aside(path, work) {
  const attic = join(work, 'attic');
  await mkdir(attic, { recursive: true });
  await rename(path, join(attic, randomUUID())).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

/** A plop generator that makes the files of `model`. */
export async function plopGenerator(model, name, work) {
  const dir = await installed('peer-plop', { plop: versions.plop });
  const base = join(work, 'plop');
  await mkdir(base, { recursive: true });
  for (const file of await filesBelow(model)) {
    const target = join(base, 'templates', `${file}.hbs`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, asHandlebars(await readFile(join(model, file), 'utf8'), name));
  }
  await writeFile(
    join(base, 'plopfile.mjs'),
    `export default (plop) => plop.setGenerator('plugin', {
  prompts: [{ type: 'input', name: 'name' }],
  actions: [{ type: 'addMany', destination: 'out', base: 'templates', templateFiles: 'templates/**/*.hbs', globOptions: { dot: true } }],
});
`,
  );
  return {
    command: process.execPath,
    args: [
      join(dir, 'node_modules/plop/bin/plop.js'),
      '--plopfile',
      'plopfile.mjs',
      'plugin',
      name,
    ],
    cwd: base,
    out: join(base, 'out'),
    before: () => aside(join(base, 'out'), work),
  };
}

/** An nx workspace with a local generator that makes the files of `model`, formatted as nx does by default. */
export async function nxGenerator(model, name, work) {
  const dir = await installed('peer-nx', {
    nx: versions.nx,
    '@nx/devkit': versions.nx,
    prettier: '3.6.2',
  });
  const base = join(work, 'nx');
  await mkdir(base, { recursive: true });
  await cp(join(dir, 'node_modules'), join(base, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
  });
  const plugin = join(base, 'node_modules', 'bench-generators');
  for (const file of await filesBelow(model)) {
    // `__dot__` is how nx spells a leading dot; `.template` is stripped.
    const target = join(plugin, 'files', `${file.replace(/(^|\/)\./g, '$1__dot__')}.template`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, asEjs(await readFile(join(model, file), 'utf8'), name));
  }
  const files = {
    'package.json': { name: 'bench-generators', version: '1.0.0', generators: './generators.json' },
    'generators.json': {
      generators: { plugin: { factory: './generator.js', schema: './schema.json' } },
    },
    'schema.json': {
      $id: 'plugin',
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
    },
  };
  for (const [path, value] of Object.entries(files)) {
    await writeFile(join(plugin, path), JSON.stringify(value));
  }
  await writeFile(
    join(plugin, 'generator.js'),
    `const { formatFiles, generateFiles } = require('@nx/devkit');
module.exports = async (tree, { name }) => {
  generateFiles(tree, __dirname + '/files', 'out', { name, dot: '.' });
  await formatFiles(tree);
};
`,
  );
  await writeFile(
    join(base, 'nx.json'),
    JSON.stringify({ neverConnectToCloud: true, analytics: false }),
  );
  await writeFile(
    join(base, 'package.json'),
    JSON.stringify({
      name: 'workspace',
      private: true,
      devDependencies: { nx: versions.nx, prettier: '3.6.2' },
    }),
  );
  await writeFile(join(base, '.prettierrc'), '{ "singleQuote": true, "printWidth": 100 }');
  return {
    command: process.execPath,
    args: [
      join(base, 'node_modules/nx/dist/bin/nx.js'),
      'generate',
      'bench-generators:plugin',
      `--name=${name}`,
      '--no-interactive',
    ],
    cwd: base,
    env: { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', NX_DISABLE_DB: 'true', CI: 'true' },
    out: join(base, 'out'),
    before: () => aside(join(base, 'out'), work),
  };
}

/** openapi-mcp-generator on the same document. */
export async function mcpGenerator(document, work) {
  const dir = await installed('peer-openapi-mcp-generator', {
    'openapi-mcp-generator': versions['openapi-mcp-generator'],
    '@modelcontextprotocol/sdk': '1.20.0',
    'json-schema-to-zod': '2.6.1',
    zod: '3.25.76',
  });
  const out = join(work, 'mcp');
  return {
    command: process.execPath,
    args: [
      join(dir, 'node_modules/openapi-mcp-generator/bin/openapi-mcp-generator.js'),
      '--input',
      document,
      '--output',
      out,
      '--force',
    ],
    cwd: work,
    out,
    before: () => aside(out, work),
  };
}
