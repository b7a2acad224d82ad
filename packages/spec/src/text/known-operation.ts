import type { HttpRun, Parameter, PluginSpecInput } from '../plugin-spec.js';
import type { CatalogueEntry } from './catalogue/index.js';
import { operationFor, type Wanted } from './catalogue/operations.js';
import type { OperationParameter, ProviderOperation } from './catalogue/provider-operation.js';
import { addVariable, because, type SpecDraft } from './spec-draft.js';
import type { ApiUse } from './use-api.js';

type HttpInput = Extract<NonNullable<PluginSpecInput['actions']>[number]['run'], { kind: 'http' }>;

export interface KnownRequest {
  run: HttpInput;
  parameters: Parameter[];
  operation: ProviderOperation;
}

/** Who sends the request: a conversation, a notice with a text, or nobody who could be asked. */
export type Sender = 'conversation' | 'notice' | 'nobody';

/** What a notice says goes into these. */
const SAYS = /^(?:text|content|status|message|body|textBody|subject|title)$/;

/**
 * The request of an operation that the catalogue knows; `undefined` when nothing there fits. What nobody can be
 * asked for is taken from the text where it stands there, and from a setting otherwise.
 */
export function knownRequest(
  draft: SpecDraft,
  entry: CatalogueEntry,
  wanted: Wanted & { text: string },
  use: ApiUse,
  sender: Sender,
): KnownRequest | undefined {
  const operation = use.path === undefined ? operationFor(entry.id, wanted) : undefined;
  if (!operation) return undefined;
  const parameters: Parameter[] = [];
  const run: HttpInput & { bind: HttpRun['bind']; query: Record<string, string> } = {
    kind: 'http',
    api: use.api,
    method: operation.method,
    path: operation.path,
    bind: [],
    query: { ...operation.query },
    auth: operation.auth === false ? [] : use.auth,
    response: { kind: operation.response ?? 'json' },
  };
  const settings: NonNullable<HttpInput['settings']> = [];
  const fixed = new Map<string, string>();
  for (const parameter of operation.parameters ?? []) {
    const name = parameter.wire ?? parameter.name;
    const asked = sender === 'conversation' || (sender === 'notice' && SAYS.test(parameter.name));
    const isSetting = belongsToSettings(parameter, entry);
    if (asked && !isSetting) {
      parameters.push(toParameter(parameter));
      run.bind.push({ parameter: parameter.name, in: parameter.in, name });
      continue;
    }
    const said = isSetting ? undefined : valueIn(wanted.text, operation, name);
    const value = said ?? (isSetting ? undefined : parameter.default);
    if (value !== undefined && parameter.in === 'query') {
      run.query[name] = String(value);
      fixed.set(name, String(value));
    } else if (value !== undefined && parameter.in === 'path') {
      run.path = run.path.replace(`{${name}}`, encodeURIComponent(String(value)));
      fixed.set(name, String(value));
    } else if (value !== undefined && sender === 'notice') {
      parameters.push(toParameter(parameter));
      run.bind.push({ parameter: parameter.name, in: parameter.in, name });
    } else if (parameter.required) {
      const env = parameter.setting ?? settingName(entry.id, parameter.name);
      settings.push({ env, in: parameter.in, name });
      declare(draft, entry, parameter, env, operation);
    }
  }
  if (settings.length > 0) run.settings = settings;
  if (operation.encoding === 'text') {
    const [text] = run.bind.filter((one) => one.in === 'body');
    run.bind = run.bind.filter((one) => one.in !== 'body');
    if (text)
      run.body = {
        mediaType: 'text/plain',
        encoding: 'text',
        parameter: text.parameter,
        required: true,
      };
  } else if (hasBody(operation))
    run.body =
      operation.encoding === 'form'
        ? { mediaType: 'application/x-www-form-urlencoded', encoding: 'form' }
        : { mediaType: 'application/json', encoding: 'json' };
  if (sender === 'nobody' && operation.pickFixed !== undefined) {
    const pick = operation.pickFixed.replace(
      /\{(\w+)\}/g,
      (whole, name: string) => fixed.get(name) ?? whole,
    );
    if (!pick.includes('{')) run.pick = pick;
  }
  return { run, parameters, operation };
}

const hasBody = ({ parameters = [] }: ProviderOperation) =>
  parameters.some((one) => one.in === 'body');

/** The account, the sender, the base: the same for every call, so nobody is asked for it again and again. */
const belongsToSettings = (
  { setting, example, default: fallback }: OperationParameter,
  { env }: CatalogueEntry,
) =>
  setting !== undefined &&
  (env.some(({ name }) => name === setting) || (example === undefined && fallback === undefined));

/** What has a usual value is not asked for; a part of the path has to be, with the usual value as the example. */
function toParameter(parameter: OperationParameter): Parameter {
  const { name, description, type = 'string', default: usual } = parameter;
  const inPath = parameter.in === 'path';
  const example = inPath ? (parameter.example ?? usual) : parameter.example;
  return {
    name,
    description,
    required: inPath || (parameter.required === true && usual === undefined),
    schema: {
      type,
      ...(type === 'string' && { maxLength: 4000 }),
      ...(usual !== undefined && !inPath && { default: usual }),
    } as Parameter['schema'],
    examples: example === undefined ? [] : [example],
  };
}

const settingName = (provider: string, name: string) =>
  `${provider}_${name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')}`.toUpperCase();

function declare(
  draft: SpecDraft,
  entry: CatalogueEntry,
  parameter: OperationParameter,
  env: string,
  operation: ProviderOperation,
): void {
  const known = entry.env.find(({ name }) => name === env);
  const example =
    parameter.example === undefined ? '' : `, for example ${String(parameter.example)}`;
  addVariable(
    draft,
    {
      name: env,
      description: known?.description ?? `${parameter.description}${example}`.slice(0, 400),
      required: true,
      sensitive: known?.sensitive ?? false,
    },
    `Part of ${operation.method} ${operation.path} of ${entry.name}.`,
    because('catalogue', 0.8),
  );
}

const PLACE = /\b(?:in|for|of|at|near)\s+(\p{Lu}[\p{L}'-]+(?:\s\p{Lu}[\p{L}'-]+)*)/gu;

/** A value that the text names: a word of the list, or a place behind "in". */
function valueIn(text: string, { values }: ProviderOperation, name: string): string | undefined {
  const how = values?.[name];
  if (how === undefined) return undefined;
  if (how === 'place')
    return [...text.matchAll(PLACE)]
      .map(([, place = '']) => place)
      .find(
        (place) =>
          !/^(?:I|API|Open\w+|Weather\w*|Celsius|Fahrenheit|Tomorrow|Visual|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/.test(
            place,
          ),
      );
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const found = words.find((word) => Object.hasOwn(how, word));
  return found === undefined ? undefined : how[found];
}
