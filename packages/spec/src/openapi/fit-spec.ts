import { parseSpec } from '../parse-spec.js';
import { specLimits, type PluginSpec } from '../plugin-spec.js';
import { writeSpec } from '../write-spec.js';
import type { Report } from './report.js';

/** Part of the limit that is left for what people add. */
const FULL = 0.9;

/** Whether the spec leaves room in its limit; operations under `lazy` have a limit of their own. */
export function isSmall(spec: PluginSpec): boolean {
  const { lazy: _, ...rest } = spec;
  const most = specLimits.bytes * FULL;
  // Indentation at most doubles compact JSON; only near the limit the real text has to be made.
  return (
    Buffer.byteLength(JSON.stringify(rest)) * 2 < most || Buffer.byteLength(writeSpec(rest)) <= most
  );
}

/** Leaves out actions from the end until the spec fits. */
export function dropUntilSmall(spec: PluginSpec, report: Report): PluginSpec {
  let current = spec;
  while (current.actions.length > 1 && !isSmall(current)) {
    const dropped = current.actions.at(-1);
    report.add(
      {
        code: 'PW_OPENAPI_OPERATION_UNUSABLE',
        message: `${dropped?.name ?? ''}: the plugin has no room for it.`,
      },
      dropped?.provenance?.pointer ?? '',
    );
    current = withSchemasInUse({ ...current, actions: current.actions.slice(0, -1) });
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
