import { choices, type Report } from './check-report.js';
import { closest } from './closest.js';
import type { Action, PluginSpec, RunOf } from './plugin-spec.js';

/** The API and the auth schemes of a request are there. */
export function checkApiAndAuth(
  { api, auth }: { api: string; auth: readonly (readonly string[])[] },
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  const apis = Object.keys(spec.apis);
  if (!Object.hasOwn(spec.apis, api))
    report(
      'PW_SPEC_UNKNOWN_API',
      `${path}/api`,
      `There is no API "${api}" under apis.`,
      choices(closest(api, apis), apis, 'API'),
    );
  const schemes = Object.keys(spec.auth);
  for (const [index, alternative] of auth.entries())
    for (const [inner, scheme] of alternative.entries())
      if (!Object.hasOwn(spec.auth, scheme))
        report(
          'PW_SPEC_UNKNOWN_AUTH',
          `${path}/auth/${index}/${inner}`,
          `There is no auth scheme "${scheme}" under auth.`,
          choices(closest(scheme, schemes), schemes, 'auth scheme'),
        );
}

/** GraphQL, JSON-RPC and MCP calls: what they name exists, what they need is given. */
export function checkRemote(
  { run, parameters }: Action,
  path: string,
  spec: PluginSpec,
  report: Report,
): void {
  if (run.kind !== 'graphql' && run.kind !== 'jsonrpc' && run.kind !== 'mcp') return;
  checkApiAndAuth(run, `${path}/run`, spec, report);
  const list = run.kind === 'graphql' ? 'variables' : 'bind';
  const bound = run.kind === 'graphql' ? run.variables : run.bind;
  if (bound !== undefined) {
    const known = parameters.map(({ name }) => name);
    const taken = new Set<string>();
    for (const [index, { parameter, name }] of bound.entries()) {
      const at = `${path}/run/${list}/${index}`;
      if (!known.includes(parameter))
        report(
          'PW_SPEC_UNKNOWN_PARAMETER',
          `${at}/parameter`,
          `There is no parameter "${parameter}" here.`,
          choices(closest(parameter, known), known, 'parameter'),
        );
      if (taken.has(name))
        report(
          'PW_SPEC_BINDING_DUPLICATE',
          at,
          `"${name}" is filled twice.`,
          'Remove one of the two.',
        );
      taken.add(name);
    }
    for (const [index, { name, required }] of parameters.entries())
      if (!bound.some(({ parameter }) => parameter === name))
        report(
          'PW_SPEC_PARAMETER_UNUSED',
          `${path}/parameters/${index}`,
          `The ${required ? 'required ' : ''}parameter "${name}" goes nowhere in the call.`,
          `Add to ${path}/run/${list}: { parameter: ${name}, name: ${name} }, or remove the parameter.`,
          required ? 'error' : 'warning',
        );
  }
  if (run.kind === 'graphql') checkDocument(run, path, report);
  if (run.kind === 'jsonrpc' && run.fixed !== undefined)
    if (Array.isArray(run.fixed) !== (run.params === 'positional'))
      report(
        'PW_SPEC_TYPE',
        `${path}/run/fixed`,
        `With ${run.params} params, the fixed values are ${run.params === 'positional' ? 'a list' : 'an object'}.`,
        run.params === 'positional' ? 'Write [value, …].' : 'Write { name: value, … }.',
      );
}

/** Strings and comments of GraphQL hold no syntax. */
const withoutTexts = (document: string) =>
  document.replace(/"""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, ' ');

/** A look, not a parser: one query or mutation, even braces, and variables that are declared and given. */
function checkDocument(run: RunOf<'graphql'>, path: string, report: Report): void {
  const bare = withoutTexts(run.document);
  const wrong = documentFault(bare);
  if (wrong !== undefined)
    report(
      'PW_SPEC_GRAPHQL',
      `${path}/run/document`,
      wrong,
      'Write one operation, such as query Q($id: ID!) { item(id: $id) { name } }.',
    );
  const header = /^\s*(?:query|mutation)\b[^{]*/.exec(bare)?.[0] ?? '';
  const declared = new Map(
    [...header.matchAll(/\$(\w+)\s*:\s*([\w[\]!\s]+?)\s*(=|(?=[,)$@]|\s\$|$))/g)].map(
      ([, name = '', type = '', fallback]) => [name, type.endsWith('!') && fallback !== '='],
    ),
  );
  const given = run.variables.map(({ name }) => name);
  for (const [index, name] of given.entries())
    if (!declared.has(name))
      report(
        'PW_SPEC_GRAPHQL',
        `${path}/run/variables/${index}/name`,
        `The document does not declare $${name}.`,
        choices(closest(name, declared.keys()), [...declared.keys()], 'variable'),
      );
  for (const [name, required] of declared)
    if (required && !given.includes(name))
      report(
        'PW_SPEC_GRAPHQL',
        `${path}/run/variables`,
        `The document needs $${name}, but nothing gives it.`,
        `Add to variables: { parameter: …, name: ${name} }.`,
      );
}

function documentFault(bare: string): string | undefined {
  if (/^\s*subscription\b/.test(bare)) return 'A subscription needs a connection that stays open.';
  if (!/^\s*(?:query\b|mutation\b|\{)/.test(bare))
    return 'The document starts with neither query, mutation nor "{".';
  const open: string[] = [];
  let operations = 0;
  for (const sign of bare.match(/[{}()[\]]/g) ?? []) {
    const opens = '{(['.includes(sign);
    if (opens) open.push(sign);
    else if (open.pop() !== { '}': '{', ')': '(', ']': '[' }[sign])
      return 'The braces of the document do not match.';
    if (sign === '}' && open.length === 0) operations++;
  }
  if (open.length > 0 || operations === 0) return 'The braces of the document do not match.';
  const more = bare.match(/(?:^|\})\s*(?:query|mutation|subscription)\b/g) ?? [];
  return more.length > 1 ? 'The document holds more than one operation.' : undefined;
}
