import { type Diagnostic, PlugwrightError } from '@plugwright/errors';
import {
  checkPluginName,
  parseSpec,
  type PluginSpec,
  readDocument,
  toActionName,
} from '@plugwright/spec';
import { type AddKind, fragmentOf } from '@plugwright/render/edit';
import { componentNames, listOf } from './component-kinds.js';
import type { Host } from './host.js';
import { type LoadedSource, loadSource, type NetworkOptions } from './load-source.js';
import { specFromText } from './read-source.js';
import { sourceKind } from './source-kind.js';

export interface ReadFragmentOptions extends NetworkOptions {
  kind: AddKind;
  /** Which component; may be left out when the source has one of the kind. */
  name?: string | undefined;
  /** A spec, a fragment of one, a single component, or an OpenAPI document: a file, a URL, or `-`. */
  from: string;
  /** Operation of the OpenAPI document; default `name`. */
  operation?: string | undefined;
  /** npm name of the plugin that it goes into; actions of an OpenAPI document get its prefix. */
  plugin?: string | undefined;
  externalRefs?: 'none' | 'files' | 'http' | undefined;
  signal?: AbortSignal | undefined;
}

/** A spec of one component and what it needs; or what is wrong with the source. */
export type FragmentResult =
  | {
      ok: true;
      fragment: PluginSpec;
      name: string;
      diagnostics: Diagnostic[];
      /** The same with the names of its own document, for a plugin that has another API under the plugin's name. */
      ownNames?: () => Promise<FragmentResult>;
    }
  | { ok: false; diagnostics: Diagnostic[]; loaded: LoadedSource };

/**
 * The component to add, from whatever describes it.
 *
 * @throws `PW_SOURCE_*`, `PW_FETCH_*`, `PW_ADD_COMPONENT_*`, `PW_ADD_FRAGMENT`.
 */
export async function readFragment(
  options: ReadFragmentOptions,
  host: Host,
): Promise<FragmentResult> {
  const loaded = await loadSource(options.from, host, { ...options, allowSentence: false });
  const kind = sourceKind(loaded.text);
  if (kind === 'openapi') return fromOperation(loaded, host, options);
  const read =
    kind === 'spec'
      ? await specFromText(loaded, host, network(options))
      : fragmentText(loaded, options.kind);
  if (!read.ok) return { ok: false, diagnostics: read.diagnostics, loaded };
  const name = chosenName(read.spec, options);
  const fragment = fragmentOf(read.spec, options.kind, name);
  return { ok: true, fragment, name, diagnostics: read.diagnostics };
}

const network = ({ signal, externalRefs, allowHttp, allowPrivate }: ReadFragmentOptions) => ({
  signal,
  externalRefs,
  allowHttp,
  allowPrivate,
});

async function fromOperation(
  loaded: LoadedSource,
  host: Host,
  options: ReadFragmentOptions,
): Promise<FragmentResult> {
  const operation = options.operation ?? options.name;
  if (options.kind !== 'action' || operation === undefined)
    throw new PlugwrightError({
      code: 'PW_ADD_COMPONENT_CHOICE',
      message:
        options.kind === 'action'
          ? `${loaded.source} is an OpenAPI document, and no operation was named.`
          : `An OpenAPI document describes actions, not a ${options.kind}.`,
      hint: 'For example: plugwright add action --operation listPets --from api.yaml.',
    });
  const { plugin } = options;
  const usable = plugin !== undefined && checkPluginName(plugin).every(isHarmless);
  const ownNames = usable
    ? { ownNames: () => fromOperation(loaded, host, { ...options, plugin: undefined }) }
    : {};
  const read = await specFromText(loaded, host, {
    ...network(options),
    name: usable ? plugin : undefined,
    curation: { operations: [operation], maxActions: 1 },
  });
  if (!read.ok) return { ok: false, diagnostics: read.diagnostics, loaded };
  const [action] = read.spec.actions;
  if (action === undefined) throw unknownComponent('action', operation, []);
  const part = fragmentOf(read.spec, 'action', action.name);
  const done = { ok: true, diagnostics: read.diagnostics, ...ownNames } as const;
  if (options.operation === undefined || options.name === undefined)
    return { ...done, fragment: part, name: action.name };
  const name = toActionName(options.name);
  const acceptance = part.acceptance.map((one) => ({ ...one, action: name }));
  return { ...done, fragment: { ...part, actions: [{ ...action, name }], acceptance }, name };
}

const isHarmless = (one: Diagnostic) => one.severity !== 'error';

/** A fragment lacks the identity of a spec; a single component lacks the list around it too. */
function fragmentText({ text, source }: LoadedSource, kind: AddKind) {
  const document = readDocument(text, { source });
  const { value } = document;
  if (document.diagnostics.some((one) => one.severity === 'error'))
    return { ok: false, diagnostics: document.diagnostics } as const;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw notAFragment(source);
  const lists = Object.values(listOf).filter((list) => list in value);
  const isAlone = lists.length === 0;
  if (isAlone && !('name' in value || 'event' in value)) throw notAFragment(source);
  const prefix = isAlone ? `/${listOf[kind]}/0` : '';
  return parseSpec(
    {
      specVersion: 1,
      name: 'plugin-fragment',
      description: 'A fragment.',
      ...(isAlone ? { [listOf[kind]]: [value] } : value),
    },
    {
      source,
      locate: (pointer, at) =>
        document.locate(pointer.startsWith(prefix) ? pointer.slice(prefix.length) : '', at),
    },
  );
}

const notAFragment = (source: string) =>
  new PlugwrightError({
    code: 'PW_ADD_FRAGMENT',
    message: `${source} is not a spec, not a fragment of one, and not an OpenAPI document.`,
    hint: 'Write the component under its list (actions: [...]), or give the component alone.',
  });

function chosenName(spec: PluginSpec, { kind, name, from }: ReadFragmentOptions): string {
  const names = componentNames(spec, kind);
  if (name === undefined) {
    const [only] = names;
    if (only !== undefined && names.length === 1) return only;
    if (names.length === 0) throw unknownComponent(kind, undefined, names);
    throw new PlugwrightError({
      code: 'PW_ADD_COMPONENT_CHOICE',
      message: `${from} has ${names.length} components of the kind ${kind}.`,
      hint: `Name one of them: ${names.join(', ')}.`,
    });
  }
  const found = names.find((one) => one === name) ?? names.find((one) => sameName(one, name));
  if (found === undefined) throw unknownComponent(kind, name, names);
  return found;
}

/** `get-pet`, `getPet` and `GET_PET` are one name to a person. */
const sameName = (a: string, b: string) => plain(a) === plain(b);
const plain = (text: string) => text.replaceAll(/[^A-Za-z0-9]/g, '').toLowerCase();

const unknownComponent = (kind: AddKind, name: string | undefined, names: readonly string[]) =>
  new PlugwrightError({
    code: 'PW_ADD_COMPONENT_UNKNOWN',
    message:
      name === undefined
        ? `The source has no component of the kind ${kind}.`
        : `The source has no ${kind} named ${name}.`,
    hint:
      names.length > 0
        ? `Use one of ${names.slice(0, 20).join(', ')}.`
        : 'Check the kind, and the file given with --from.',
  });
