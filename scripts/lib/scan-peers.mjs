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

/** What the authors of a plugin recommend to switch on, under the name that it has here. */
function recommendedOf(loaded, prefix) {
  const { rules } = (loaded.configs ?? loaded.default.configs).recommended;
  return Object.fromEntries(
    Object.entries(rules).map(([name, setting]) => [
      `${prefix}/${name.slice(name.lastIndexOf('/') + 1)}`,
      setting,
    ]),
  );
}

/**
 * All peers in one pass over a file: `(path, text) => number of findings`. `which`: the rules that are about the classes
 * of the evaluation, or those that their authors recommend.
 */
export async function loadTogether(folder, which = 'classes') {
  const require = createRequire(join(folder, 'index.js'));
  const { Linter } = require('eslint');
  const parser = require('@typescript-eslint/parser');
  const linter = new Linter();
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
  return (path, text) => {
    const config = {
      files: FILES,
      plugins,
      rules,
      linterOptions: { noInlineConfig: true },
      languageOptions: {
        parser,
        parserOptions: { ecmaFeatures: { jsx: !/\.[mc]?ts$/.test(path) } },
      },
    };
    try {
      return linter.verify(text, [config], { filename: path.split('/').pop() }).length;
    } catch {
      return 0; // a rule that throws on a file says nothing about it
    }
  };
}

/** Writes a configuration for the command `eslint` with what the authors of all peers recommend, and returns its path. */
export async function writeConfig(folder) {
  const file = join(folder, 'eslint.config.mjs');
  const names = Object.keys(PEERS);
  writeFileSync(
    file,
    `import parser from '@typescript-eslint/parser';
${names.map((name, index) => `import peer${index} from '${name}';`).join('\n')}
const loaded = [${names.map((_, index) => `peer${index}`).join(', ')}];
const rules = {};
for (const [index, peer] of loaded.entries())
  for (const [name, setting] of Object.entries((peer.configs ?? peer.default.configs).recommended.rules))
    rules[\`peer\${index}/\${name.slice(name.lastIndexOf('/') + 1)}\`] = Array.isArray(setting) ? ['warn', ...setting.slice(1)] : setting === 'off' || setting === 0 ? 'off' : 'warn';
export default [{ files: ${JSON.stringify(FILES)}, plugins: Object.fromEntries(loaded.map((peer, index) => [\`peer\${index}\`, peer])), rules, linterOptions: { noInlineConfig: true }, languageOptions: { parser } }];
`,
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
