import { parseSpec } from '../parse-spec.js';
import type { PluginSpec } from '../plugin-spec.js';
import { specLimits } from '../spec-limits.js';
import { writeSpec } from '../write-spec.js';
import type { Report } from './report.js';

/** Part of the limit that is left for what people add. */
const FULL = 0.9;

/** Bytes the spec may have, without its lazy operations: those have a limit of their own. */
const ROOM = specLimits.bytes * FULL;

/** How many times too large the spec is; at most 1 when it fits. */
function fullness(spec: PluginSpec): number {
  const { lazy: _, ...rest } = spec;
  const compact = Buffer.byteLength(JSON.stringify(rest));
  // Indentation at most doubles compact JSON, left-out defaults at most halve it: the real text,
  // which takes long to make, is only needed in between.
  if (compact * 2 <= ROOM || compact > ROOM * 2) return compact / ROOM;
  return Buffer.byteLength(writeSpec(rest)) / ROOM;
}

export const isSmall = (spec: PluginSpec): boolean => fullness(spec) <= 1;

/** Leaves out actions from the end until the spec fits. */
export function dropUntilSmall(spec: PluginSpec, report: Report): PluginSpec {
  let current = spec;
  for (
    let times = fullness(current);
    times > 1 && current.actions.length > 1;
    times = fullness(current)
  ) {
    const count = current.actions.length;
    const keep = Math.max(1, Math.min(count - 1, Math.ceil(count / times)));
    for (const { name, provenance } of current.actions.slice(keep)) {
      report.add(
        {
          code: 'PW_OPENAPI_OPERATION_UNUSABLE',
          message: `${name}: the plugin has no room for it.`,
        },
        provenance?.pointer ?? '',
      );
    }
    current = withSchemasInUse({ ...current, actions: current.actions.slice(0, keep) });
  }
  return current;
}

function withSchemasInUse(spec: PluginSpec): PluginSpec {
  const text = (value: unknown) => JSON.stringify(value);
  const used = new Set<string>();
  const visit = (json: string) => {
    for (const [, name = ''] of json.matchAll(/"\$ref":"#\/schemas\/([A-Za-z0-9_.-]+)"/g)) {
      if (used.has(name)) continue;
      used.add(name);
      visit(text(spec.schemas[name] ?? {}));
    }
  };
  visit(text(spec.actions));
  return {
    ...spec,
    schemas: Object.fromEntries(Object.entries(spec.schemas).filter(([name]) => used.has(name))),
  };
}

/** A spec that passes its own check: an action that does not is left out, with the reason. */
export function keepValid(spec: PluginSpec, report: Report): PluginSpec | undefined {
  let current = spec;
  for (let attempt = 0; attempt <= spec.actions.length; attempt++) {
    const result = parseSpec(current, { allowElizaScope: true });
    if (result.ok) return result.spec;
    const bad = new Map<number, string>();
    const badLazy = new Map<number, string>();
    for (const { severity, path, message } of result.diagnostics) {
      if (severity !== 'error') continue;
      const [, lazy, index] = /^\/(lazy\/operations|actions)\/(\d+)/.exec(path) ?? [];
      if (index !== undefined) (lazy === 'actions' ? bad : badLazy).set(Number(index), message);
    }
    const left = current.actions.filter((_, index) => !bad.has(index));
    const lazyLeft = current.lazy?.operations.filter((_, index) => !badLazy.has(index)) ?? [];
    if ((bad.size === 0 && badLazy.size === 0) || left.length === 0) {
      for (const { severity, code, message, hint } of result.diagnostics) {
        if (severity === 'error')
          report.add({ code, severity, message, ...(hint === undefined ? {} : { hint }) }, '');
      }
      return undefined;
    }
    for (const [index, message] of bad) {
      const action = current.actions[index];
      report.add(
        { code: 'PW_OPENAPI_OPERATION_UNUSABLE', message: `${action?.name ?? ''}: ${message}` },
        action?.provenance?.pointer ?? '',
      );
    }
    const { lazy, ...rest } = current;
    current = withSchemasInUse({ ...rest, actions: left });
    if (lazy !== undefined && lazyLeft.length > 0)
      current = { ...current, lazy: { ...lazy, operations: lazyLeft } };
  }
  return undefined;
}
