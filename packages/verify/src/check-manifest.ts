import { failure, warning } from './gate.js';
import { asRecord, coreRange, isRecord, manifestOf } from './package-manifest.js';
import type { GateDiagnostic, SourceFile } from './report.js';

const file = 'package.json';
const semver = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const npmName = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
/** Ranges that hold 1.0.0, in the spellings people use: the registry's test for "works with version 1". */
const holdsOne =
  /^(?:\^1(?:\.0){0,2}|~1(?:\.0){0,2}|1(?:\.[x*]){0,2}|[x*]|>=1(?:\.0){0,2}(?:\s+<2(?:\.0){0,2}(?:-0)?)?)$/;

/**
 * Whether `package.json` has what ElizaOS reads: the name, `agentConfig` with a type and description
 * for each setting (only these reach the agent), the range of `@elizaos/core`, an export. What a
 * hand-written plugin can live without is a warning for it.
 */
export function checkManifest(files: readonly SourceFile[], generated: boolean): GateDiagnostic[] {
  const source = files.find((each) => each.path === file);
  if (source === undefined) {
    return [failure('PW_PARSE_MANIFEST', 'there is no package.json', { file })];
  }
  const manifest = manifestOf(files);
  // Broken JSON is reported with its line by the syntax check.
  if (manifest === undefined) return isJson(source.text) ? [notAnObject()] : [];
  const must = generated ? failure : warning;
  const found: GateDiagnostic[] = [];
  const say = (make: typeof failure, path: string, message: string, hint: string) => {
    found.push(make('PW_PARSE_MANIFEST', message, { file, path, hint }));
  };

  const { name, version } = manifest;
  if (typeof name !== 'string' || !npmName.test(name) || name.length > 214) {
    say(failure, '/name', 'name is not a package name', 'Use lower case, digits and hyphens.');
  } else if (!/(?:^|\/)plugin-/.test(name)) {
    say(
      must,
      '/name',
      'the name does not start with plugin-',
      'ElizaOS lists only plugin-… names.',
    );
  }
  if (typeof version !== 'string' || !semver.test(version)) {
    say(failure, '/version', 'version is not a semantic version', 'Write 1.0.0.');
  }
  if (manifest.type !== 'module') {
    say(
      failure,
      '/type',
      'type is not "module"',
      'ElizaOS loads ES modules: add "type": "module".',
    );
  }
  if (manifest.main === undefined && manifest.exports === undefined) {
    say(failure, '/exports', 'neither exports nor main', 'Point exports to the built entry.');
  }
  const range = coreRange(manifest);
  if (range === undefined) {
    say(must, '/peerDependencies', '@elizaos/core is no peer', 'Add "@elizaos/core": "^1.0.0".');
  } else if (!holdsOne.test(range.trim())) {
    say(
      must,
      '/peerDependencies/@elizaos~1core',
      `the range ${range} does not hold 1.0.0`,
      'Write ^1.0.0; the lists of plugins take another range for "not for version 1".',
    );
  }
  found.push(...agentConfigProblems(manifest['agentConfig'], must));
  return found;
}

function agentConfigProblems(value: unknown, must: typeof failure): GateDiagnostic[] {
  const problem = (path: string, message: string) =>
    must('PW_PARSE_MANIFEST', message, {
      file,
      path: `/agentConfig${path}`,
      hint: 'elizaos start passes on only the variables that stand there.',
    });
  if (!isRecord(value)) return [problem('', 'there is no agentConfig')];
  const found: GateDiagnostic[] = [];
  if (typeof value['pluginType'] !== 'string' || !value['pluginType'].startsWith('elizaos:')) {
    found.push(problem('/pluginType', 'agentConfig.pluginType is not elizaos:plugin:1.0.0'));
  }
  const parameters = value['pluginParameters'];
  if (parameters !== undefined && !isRecord(parameters)) {
    found.push(problem('/pluginParameters', 'agentConfig.pluginParameters is not an object'));
  }
  for (const [name, parameter] of Object.entries(asRecord(parameters))) {
    const { type, description } = asRecord(parameter);
    if (typeof type === 'string' && typeof description === 'string') continue;
    found.push(problem(`/pluginParameters/${name}`, `${name} lacks a type or a description`));
  }
  return found;
}

const notAnObject = () => failure('PW_PARSE_MANIFEST', 'package.json is not an object', { file });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
