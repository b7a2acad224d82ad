import type { EnvironmentVariable } from '@plugwright/spec';
import {
  applyEdits,
  type FormattingOptions,
  modify,
  parseTree,
  findNodeAtLocation,
  type ParseError,
} from 'jsonc-parser';
import { envLine } from '../encode.js';
import { note } from './problem.js';
import type { Diagnostic } from '@plugwright/spec';
import type { Sources } from './sources.js';
import { indentUnit, lineEnding } from './text-style.js';

const EXAMPLES = ['.env.example', '.env.template', '.env.sample', 'env.example'];

/** Names the variable in `.env.example` (made when there is none). Does nothing when it is named there. */
export function addToEnvExample(
  sources: Sources,
  variable: EnvironmentVariable,
  eol: string,
): void {
  const path = EXAMPLES.find((one) => sources.text(one) !== undefined) ?? '.env.example';
  const text = sources.text(path) ?? '';
  if (new RegExp(`^[ \\t]*#?[ \\t]*(?:export[ \\t]+)?${variable.name}[ \\t]*=`, 'm').test(text))
    return;
  const end = text === '' ? eol : lineEnding(text);
  const start = text === '' || text.endsWith('\n') ? text : text + end;
  const comment = variable.description.replace(/\s+/g, ' ').trim();
  const required = variable.required ? ' (required)' : '';
  const line = variable.sensitive
    ? `${variable.name}=`
    : envLine(variable.name, variable.default ?? '');
  sources.write(path, `${start}# ${comment}${required}${end}${line}${end}`);
}

/** Declares the variable in `agentConfig.pluginParameters` of package.json; every other byte stays. */
export function addToAgentConfig(sources: Sources, variable: EnvironmentVariable): Diagnostic[] {
  const text = sources.text('package.json');
  const errors: ParseError[] = [];
  const tree = text === undefined ? undefined : parseTree(text, errors);
  if (text === undefined || tree?.type !== 'object' || errors.length > 0) {
    return [
      note(
        'PW_EDIT_NO_PACKAGE_JSON',
        `${variable.name} was not declared in package.json, which is missing or not valid JSON.`,
        'Add it to agentConfig.pluginParameters by hand.',
        'package.json',
      ),
    ];
  }
  const path = ['agentConfig', 'pluginParameters', variable.name];
  if (findNodeAtLocation(tree, path)) return [];
  const unit = indentUnit(text);
  const formattingOptions: FormattingOptions = {
    eol: lineEnding(text),
    insertSpaces: !unit.startsWith('\t'),
    tabSize: unit.startsWith('\t') ? 1 : unit.length,
  };
  const value = {
    type: 'string',
    description: variable.description,
    required: variable.required,
    ...(variable.default === undefined || variable.sensitive ? {} : { default: variable.default }),
    sensitive: variable.sensitive,
  };
  const edits = findNodeAtLocation(tree, ['agentConfig'])
    ? modify(text, path, value, { formattingOptions })
    : modify(
        text,
        ['agentConfig'],
        { pluginType: 'elizaos:plugin:1.0.0', pluginParameters: { [variable.name]: value } },
        { formattingOptions },
      );
  sources.write('package.json', applyEdits(text, edits));
  return [];
}
