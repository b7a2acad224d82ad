import type { Diagnostic } from '@plugwright/errors';
import type { EnvironmentVariable } from '@plugwright/spec';
import {
  applyEdits,
  type FormattingOptions,
  findNodeAtLocation,
  getNodeValue,
  modify,
  type ParseError,
  parseTree,
} from 'jsonc-parser';
import { note } from './problem.js';
import type { Sources } from './sources.js';
import { indentUnit, lineEnding } from './text-style.js';

const PATH = 'package.json';

/** Declares the variable in `agentConfig.pluginParameters` of package.json; every other byte stays. */
export function addToAgentConfig(sources: Sources, variable: EnvironmentVariable): Diagnostic[] {
  const tree = treeOf(sources);
  if (!tree) {
    return [
      note(
        'PW_EDIT_NO_PACKAGE_JSON',
        `${variable.name} was not declared in ${PATH}, which is missing or not valid JSON.`,
        'Add it to agentConfig.pluginParameters by hand.',
        PATH,
      ),
    ];
  }
  const path = ['agentConfig', 'pluginParameters', variable.name];
  if (findNodeAtLocation(tree, path)) return [];
  const value = {
    type: 'string',
    description: variable.description,
    required: variable.required,
    ...(variable.default === undefined || variable.sensitive ? {} : { default: variable.default }),
    sensitive: variable.sensitive,
  };
  if (findNodeAtLocation(tree, ['agentConfig'])) set(sources, path, value);
  else {
    const pluginParameters = { [variable.name]: value };
    set(sources, ['agentConfig'], { pluginType: 'elizaos:plugin:1.0.0', pluginParameters });
  }
  return [];
}

/** Adds packages that the new files import and that are not there; says when one is there in another major version. */
export function addDependencies(
  sources: Sources,
  needed: Readonly<Record<string, string>>,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const [name, range] of Object.entries(needed)) {
    const tree = treeOf(sources);
    if (!tree) return diagnostics;
    const found = ['dependencies', 'peerDependencies']
      .map((kind) => findNodeAtLocation(tree, [kind, name]))
      .find((node) => node !== undefined);
    if (!found) {
      set(sources, ['dependencies', name], range);
      continue;
    }
    const there = String(getNodeValue(found));
    const [major] = /\d+/.exec(range) ?? [];
    const [other] = /\d+/.exec(there) ?? [];
    if (other === undefined || other === major) continue;
    diagnostics.push({
      ...note(
        'PW_EDIT_DEPENDENCY',
        `The new files are written for ${name} ${range}, and the plugin depends on ${there}.`,
        `Move the plugin to ${name} ${range}, or check the new files.`,
        PATH,
      ),
      severity: 'warning',
    });
  }
  return diagnostics;
}

function treeOf(sources: Sources) {
  const errors: ParseError[] = [];
  const tree = parseTree(sources.text(PATH) ?? '', errors);
  return tree?.type === 'object' && errors.length === 0 ? tree : undefined;
}

function set(sources: Sources, path: string[], value: unknown): void {
  const text = sources.text(PATH) ?? '';
  const unit = indentUnit(text);
  const formattingOptions: FormattingOptions = {
    eol: lineEnding(text),
    insertSpaces: !unit.startsWith('\t'),
    tabSize: unit.startsWith('\t') ? 1 : unit.length,
  };
  sources.write(PATH, applyEdits(text, modify(text, path, value, { formattingOptions })));
}
