import type { EnvironmentVariable } from '@plugwright/spec';
import { envLine } from '../encode.js';
import type { Sources } from './sources.js';
import { lineEnding } from './text-style.js';

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
