import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import type { BuildOptions, Plugin } from 'esbuild';

const yaml = dirname(createRequire(import.meta.url).resolve('yaml/package.json'));

/** Packages that are native, huge or optional; they stay outside the bundle. */
const outside = [
  '@napi-rs/keyring',
  '@plugwright/catalog',
  '@plugwright/scan',
  'ts-morph',
  'esbuild',
  'typescript',
  '@typescript/*',
  'bullmq',
  'ioredis',
  'pg',
];

/** esbuild escapes what is in strings, not what is in regular expressions. */
const inAscii = (code: string) =>
  code.replace(
    // oxlint-disable-next-line no-control-regex
    /[^\u0000-\u007f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/**
 * `import()`. Of what stays outside: code that comes compiled from an earlier process has none of its own, so
 * whoever loads it lends it one. Of what is inside: whoever loads it is told, to know what code there is to keep.
 */
const lateImports: Plugin = {
  name: 'late-imports',
  setup: ({ initialOptions, onLoad, onEnd }) => {
    initialOptions.metafile = true;
    onLoad(
      { filter: /(?:packages[\\/]\w+|apps[\\/]cli)[\\/]src[\\/].*\.ts$/ },
      async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text
          .replace(
            /(?<!typeof )\bimport\((?=\s*'(?:node:|@napi-rs\/keyring|@plugwright\/catalog|@plugwright\/scan|ts-morph|esbuild|typescript|@typescript\/|bullmq'|ioredis'|pg'))/g,
            '__pwImport(',
          )
          .replace(
            /(?<!typeof )\bimport\(\s*('[^']+')\s*\)/g,
            (whole, name: string) => `(__pwPart(${name}),${whole})`,
          )
          // Functions that few runs call, behind modules that take long to load.
          .replace(
            /import \{ (\w+) \} from ('\.\/parse-with-zod\.js');/,
            'const $1=(...given)=>require($2).$1(...given);',
          )
          // What is asked for by a `require` that esbuild would not see.
          .replace(/createRequire\(import\.meta\.url\)\((?='(?:handlebars|yaml)\b)/g, 'require(');
        return { contents: inAscii(contents), loader: 'ts' };
      },
    );
    onEnd(({ metafile }) => {
      const left = Object.values(metafile?.outputs ?? {})
        .flatMap(({ imports }) => imports)
        .filter(({ kind, external }) => kind === 'dynamic-import' && external === true);
      return { errors: left.map(({ path }) => ({ text: `import('${path}') is not lent` })) };
    });
  },
};

/**
 * The formatter's own JavaScript comes along, which spares loading it as ES modules (10 ms); its program and
 * what it needs for other kinds of files stay where they are installed, in the same version.
 */
const formatter: Plugin = {
  name: 'formatter',
  setup: ({ onLoad }) => {
    onLoad({ filter: /node_modules[\\/]oxfmt[\\/]dist[\\/][\w-]+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const contents = text
        .replaceAll('createRequire(import.meta.url)', '__pwFormatter()')
        .replace(
          /\bimport\("(\.\/(?!bindings)[^"]+)"\)/g,
          "__pwImport(__pwFormatter().resolve('oxfmt/package.json').replace(/package\\.json$/,'dist/$1'))",
        );
      return { contents, loader: 'js' };
    });
  },
};

/** zod says its faults in fifty languages; ours are said by ourselves. */
const oneLanguage: Plugin = {
  name: 'one-language',
  setup: ({ onLoad }) => {
    onLoad({ filter: /node_modules[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
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
 * What the code above asks for. The formatter's place is looked up by hand: resolving its name takes 2 ms, and
 * is left to the places where nobody has unpacked it.
 */
const lent = `
const __pwUrl=require('node:url').pathToFileURL(__filename).href,__pwImport=require.import??(name=>import(name)),__pwPart=require.part??(()=>{});
const __pwFormatter=()=>{
  const {existsSync,realpathSync}=require('node:fs');
  const found=(require.resolve.paths('oxfmt')??[]).map(path=>path+'/oxfmt/dist/index.js').find(path=>existsSync(path));
  return require('node:module').createRequire(found===undefined?require.resolve('oxfmt'):realpathSync(found));
};`;

/**
 * The command starts cold each time, so what it needs is one minified file, which `main.cjs` loads together
 * with its compiled code; a module in it runs when it is first asked for. What is native, huge or optional
 * stays a package of its own, loaded when it is used.
 */
export const program = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: 'none',
  // A copy of the bytes is the text then, which is read in a tenth of the time.
  charset: 'ascii',
  treeShaking: true,
  conditions: ['@plugwright/source', 'import', 'node'],
  // UMD files cannot be bundled; packages that have them have ES modules too.
  mainFields: ['module', 'main'],
  // The same code as ES modules: what is unused goes, and `import('yaml')` has its names.
  alias: { yaml: join(yaml, 'browser', 'index.js') },
  plugins: [lateImports, formatter, oneLanguage, notices],
  external: outside,
  define: { 'import.meta.url': '__pwUrl' },
  banner: { js: lent },
} satisfies BuildOptions;

/** The way into the program: the command. */
export const command = {
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  conditions: ['@plugwright/source', 'import', 'node'],
  treeShaking: true,
} satisfies BuildOptions;

/** The other way: the module that other programs import. */
export const library = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  plugins: [
    {
      name: 'program',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\/cli\.js$/ }, () => ({ path: './program.cjs', external: true })),
    },
  ],
} satisfies BuildOptions;

const besidePlugins = join(import.meta.dirname, '..', '..', 'packages', 'verify', 'src', 'harness');

/**
 * The gates copy these into the plugin's workspace, so each is one file beside the chunks. They are made from sources:
 * of a package that is one file already, all would come along.
 */
export const harness = {
  entryPoints: {
    harness: join(besidePlugins, 'main.ts'),
    recorder: join(besidePlugins, 'recorder.ts'),
    bench: join(besidePlugins, 'bench.ts'),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['@elizaos/core'],
  conditions: ['@plugwright/source'],
} satisfies BuildOptions;
