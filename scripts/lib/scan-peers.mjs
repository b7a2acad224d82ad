// ESLint plugins to compare with, installed into a cache directory outside the repository.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const PEERS = {
  'eslint-plugin-security': '4.1.0',
  'eslint-plugin-sonarjs': '4.2.2',
  'eslint-plugin-node-security': '5.6.1',
};
const OTHERS = { eslint: '9.39.1', '@typescript-eslint/parser': '8.46.4', typescript: '5.9.3' };

/** Which class a rule of a peer is about, by its name; the same table for all of them. */
const BY_NAME = [
  [/child-process|os-command|command|shell|spawn|exec(?!ut)/, 'command injection'],
  [
    /eval|code-|dynamic-(?:require|import)|non-literal-require|vm-|function-constructor|template|new-func|dynamic-method|buffer-to-code/,
    'code injection',
  ],
  [
    /fs-filename|path|zip-slip|file-(?!perm)|directory|hidden-files|non-literal-require|toctou|arbitrary-file/,
    'path traversal',
  ],
  [/sql|query|nosql|mongo/, 'SQL and NoSQL'],
  [/ssrf|request-forgery|url-(?:param|inj)|fetch-url/, 'SSRF'],
  [/object-injection|proto|mass-assign|bracket|prototype/, 'prototype pollution'],
  [/regex|regexp|redos|allerrors/, 'ReDoS'],
  [/deserial|yaml-load|unserialize/, 'deserialisation'],
  [/hard-?coded|secret|credential|password|api-?key|session|cookie/, 'secret'],
  [
    /log(?:ging)?(?:-|$)|leak|exposure|confidential|stack|sensitive|env-|post-?message|data-in/,
    'leak',
  ],
  [
    /random|hash|crypto|cipher|encrypt|jwt|token|timing|weak-keys?|iv$|-iv-|key-len|ecb|sha1|md5|cors|origin|static-iv|pbkdf|bcrypt/,
    'crypto',
  ],
  [/certificate|tls|ssl|https?|clear-text|unverified|protocol|insecure-(?:url|comm)/, 'TLS'],
  [/bidi|trojan|obfuscat|malicious|postinstall|unicode/, 'malicious'],
];
const classesOf = (rule) =>
  BY_NAME.filter(([pattern]) => pattern.test(rule)).map(([, name]) => name);

/** Installs the peers once, into a folder outside the repository. */
export async function installPeers(folder) {
  if (!existsSync(join(folder, 'node_modules/eslint'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, dependencies: { ...PEERS, ...OTHERS } }),
    );
    await promisify(execFile)(
      'npm',
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent'],
      { cwd: folder },
    );
  }
}

/** Named one by one: for `**` alone ESLint leaves out all but JavaScript. */
const FILES = ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'];

const rulesOf = (plugin, prefix, which = 'classes') =>
  Object.fromEntries(
    Object.keys(plugin.rules).flatMap((rule) =>
      which === 'every' || classesOf(rule).length > 0 ? [[`${prefix}/${rule}`, 'warn']] : [],
    ),
  );
const pluginOf = (require, name) => {
  const loaded = require(name);
  return loaded.default?.rules ? loaded.default : loaded;
};

/** What the authors of a plugin recommend to switch on, under the name that it has here; as warnings, which end no command. */
function recommendedOf(loaded, prefix) {
  const { rules } = (loaded.configs ?? loaded.default.configs).recommended;
  return Object.fromEntries(
    Object.entries(rules).map(([name, setting]) => {
      const [severity, ...options] = [setting].flat();
      const how = severity === 'off' || severity === 0 ? 'off' : 'warn';
      return [`${prefix}/${name.slice(name.lastIndexOf('/') + 1)}`, [how, ...options]];
    }),
  );
}

/** All peers as one configuration of ESLint. */
function configOf(folder, which) {
  const require = createRequire(join(folder, 'index.js'));
  const plugins = Object.fromEntries(
    Object.keys(PEERS).map((name, index) => [`peer${index}`, pluginOf(require, name)]),
  );
  const rules = Object.assign(
    {},
    ...Object.keys(PEERS).map((name, index) =>
      which === 'recommended'
        ? recommendedOf(require(name), `peer${index}`)
        : rulesOf(plugins[`peer${index}`], `peer${index}`),
    ),
  );
  return {
    files: FILES,
    plugins,
    rules,
    linterOptions: { noInlineConfig: true },
    languageOptions: { parser: require('@typescript-eslint/parser') },
  };
}

/** The configuration of the command `eslint`, with what the authors of all peers recommend. */
export const recommendedConfig = (folder) => [configOf(folder, 'recommended')];

/**
 * All peers in one pass over a file: `(path, text) => number of findings`. `which`: the rules that are about the classes
 * of the evaluation, or those that their authors recommend.
 */
export async function loadTogether(folder, which = 'classes') {
  const { Linter } = createRequire(join(folder, 'index.js'))('eslint');
  const linter = new Linter();
  const { languageOptions, ...shared } = configOf(folder, which);
  return (path, text) => {
    const parserOptions = { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(path) } };
    const config = { ...shared, languageOptions: { ...languageOptions, parserOptions } };
    try {
      return linter.verify(text, [config], { filename: path.split('/').pop() }).length;
    } catch {
      return 0; // a rule that throws on a file says nothing about it
    }
  };
}

/** Writes that configuration where the command finds it, and returns its path. */
export function writeConfig(folder) {
  const file = join(folder, 'eslint.config.mjs');
  const here = JSON.stringify(import.meta.url);
  writeFileSync(
    file,
    `import { recommendedConfig } from ${here};\nexport default recommendedConfig(${JSON.stringify(folder)});\n`,
  );
  return file;
}

/** The peers one by one: `{ name: (path, text) => findings }`, with the rules that are about the classes, or with every rule. */
export async function loadPeers(folder, which = 'classes') {
  await installPeers(folder);
  const require = createRequire(join(folder, 'index.js'));
  const { Linter } = require('eslint');
  const parser = require('@typescript-eslint/parser');
  const linter = new Linter();
  return Object.fromEntries(
    Object.keys(PEERS).map((name) => {
      const plugin = pluginOf(require, name);
      const rules = rulesOf(plugin, 'peer', which);
      const run = (path, text) => {
        for (const sourceType of ['module', 'script']) {
          const messages = linter.verify(
            text,
            [
              {
                files: FILES,
                plugins: { peer: plugin },
                rules,
                linterOptions: { noInlineConfig: true },
                languageOptions: {
                  sourceType,
                  parser,
                  parserOptions: { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(path) } },
                },
              },
            ],
            { filename: path.split('/').pop() },
          );
          if (messages.some(({ fatal }) => fatal) && sourceType === 'module') continue;
          return messages.flatMap(({ ruleId, line, endLine = line }) =>
            ruleId
              ? [{ line, endLine, classes: classesOf(ruleId.replace('peer/', '')), rule: ruleId }]
              : [],
          );
        }
        return [];
      };
      // A rule that throws on a file says nothing about it.
      return [
        name,
        (path, text) => {
          try {
            return run(path, text);
          } catch {
            return [];
          }
        },
      ];
    }),
  );
}
