import { isRecord } from '../package-manifest.js';
import type { GateEvidence } from '../report.js';

/** What a second run of the same plugin would not repeat: times, sizes of processes, what was printed. */
const measuredKeys = new Set(['durationMs', 'bootMs', 'cpuMs', 'maxRssBytes', 'active']);
/** Paths of this machine, raw output, and what stands elsewhere in the document. */
const leftOut = new Set(['metafile', 'stdout', 'stderr', 'capabilities', 'store', 'bench']);
/** The fixture server has another port each time. */
const port = /\b127\.0\.0\.1:\d+/g;

type Json = { [key: string]: JsonValue };
type JsonValue = string | number | boolean | null | JsonValue[] | Json;

/** The evidence of a gate in two parts: what holds in every run, and what was measured in this one. */
export function splitEvidence(evidence: GateEvidence): { facts: Json; measured: Json } {
  const measured: Json = {};
  const take = (value: unknown, path: string): JsonValue => {
    if (typeof value === 'string') return value.replaceAll(port, '127.0.0.1');
    if (Array.isArray(value)) return value.map((each, at) => take(each, pathOf(path, each, at)));
    if (!isRecord(value)) return value === undefined ? null : (value as JsonValue);
    const facts: Json = {};
    for (const [key, inner] of Object.entries(value)) {
      if (leftOut.has(key) || inner === undefined) continue;
      if (measuredKeys.has(key))
        measured[path === '' ? key : `${path}/${key}`] = inner as JsonValue;
      else facts[key] = take(inner, path === '' ? key : `${path}/${key}`);
    }
    return facts;
  };
  return { facts: take(evidence, '') as Json, measured };
}

/** A component goes by its name, so that the time of an action is found under it. */
const pathOf = (path: string, value: unknown, at: number): string =>
  `${path}/${isRecord(value) && typeof value['name'] === 'string' ? value['name'] : at}`;
