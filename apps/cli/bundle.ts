import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';

const yaml = dirname(createRequire(import.meta.url).resolve('yaml/package.json'));

/** The renderer asks for the template runtime by a `require` of its own, which esbuild does not see. */
export const templateRuntime: Plugin = {
  name: 'template-runtime',
  setup: ({ onLoad }) =>
    onLoad({ filter: /render[\\/]src[\\/]template\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text.replace('createRequire(import.meta.url)(', 'require(');
      return { contents, loader: 'ts' };
    }),
};

/** The licences of what is inside the bundle, which all ask to be passed on with it. */
export const notices: Plugin = {
  name: 'notices',
  setup: ({ initialOptions, onEnd }) => {
    initialOptions.metafile = true;
    onEnd(async ({ metafile }) => {
      const { absWorkingDir = process.cwd(), outdir } = initialOptions;
      const folders = Object.keys(metafile?.inputs ?? {}).flatMap(
        (path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
      );
      const texts = await Promise.all(
        [...new Set(folders)].sort().map(async (folder) => {
          const at = resolve(absWorkingDir, folder);
          const { name, version, license } = JSON.parse(
            await readFile(join(at, 'package.json'), 'utf8'),
          ) as Record<'name' | 'version' | 'license', string>;
          const file = (await readdir(at)).find((one) => /^licen[cs]e/i.test(one));
          const text = file === undefined ? '' : await readFile(join(at, file), 'utf8');
          return `${name} ${version} (${license})\n\n${text.trim()}\n`;
        }),
      );
      if (outdir !== undefined && texts.length > 0)
        await writeFile(resolve(absWorkingDir, outdir, 'LICENSES.txt'), texts.join('\n---\n\n'));
    });
  },
};

/**
 * The command starts cold each time, so what it needs is bundled into few minified chunks, one copy of each
 * module; what is native, huge or optional stays a package of its own, loaded when it is used.
 */
export const bundle = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  treeShaking: true,
  conditions: ['@plugwright/source', 'import', 'node'],
  // UMD files cannot be bundled; packages that have them have ES modules too.
  mainFields: ['module', 'main'],
  // The same code as ES modules: what is unused goes, and `import('yaml')` has its names.
  alias: { yaml: join(yaml, 'browser', 'index.js') },
  plugins: [templateRuntime, notices],
  external: ['@plugwright/catalog', 'oxfmt', 'ts-morph', 'esbuild', 'typescript', '@typescript/*'],
  // CommonJS packages inside the bundle ask for Node's own modules by require().
  banner: {
    js: "import{createRequire as __pwRequire}from'node:module';const require=__pwRequire(import.meta.url);",
  },
} satisfies BuildOptions;

/** The boot gate copies its harness into the plugin's workspace, so it is one file beside the chunks. */
export const harness = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@elizaos/core'],
} satisfies BuildOptions;
