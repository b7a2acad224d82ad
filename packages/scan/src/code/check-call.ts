import type { Analysis } from './analysis.js';
import { callChecksOf } from './tables/call-checks.js';
import { report, unsafe } from './report-hit.js';
import type { CallSite } from './read-call.js';
import { BIT_OF_RULE, sinksOf, type Sink } from './tables/sinks.js';
import { deepTaints, joinTaints, Safe, type Taint, type Value } from './value.js';

/** Asks the tables whether a call is a sink that data must not reach, or is wrong in itself. */
export function checkCall(analysis: Analysis, site: CallSite): void {
  for (const path of site.callee.paths) {
    for (const sink of sinksOf(path)) checkSink(analysis, sink, path, site);
    for (const { check } of callChecksOf(path)) check(analysis, site, path);
  }
}

function checkSink(analysis: Analysis, sink: Sink, path: string, site: CallSite): void {
  const { args, node } = site;
  if (sink.when && !sink.when(args)) return;
  const positions =
    sink.arg === 'every'
      ? args.map((_, index) => index)
      : sink.arg === 'rest'
        ? args.map((_, index) => index).slice(1)
        : sink.arg === 'last'
          ? [args.length - 1]
          : [sink.arg];
  for (const position of positions) {
    const value = args[position];
    if (!value) continue;
    const taint = unsafe(sink.rule, taintsAt(sink, value), BIT_OF_RULE[sink.rule] ?? 0);
    if (!taint || excused(sink, taint, value)) continue;
    report(analysis, sink.rule, node.arguments?.[position] ?? node, taint, path);
  }
}

function taintsAt(sink: Sink, value: Value): readonly Taint[] {
  if (sink.properties) {
    let all: readonly Taint[] = value.objects.length === 0 && value.taints.length > 0 ? value.taints : [];
    for (const object of value.objects)
      for (const name of sink.properties)
        all = joinTaints(all, object.properties.get(name)?.taints ?? []);
    return all;
  }
  return sink.deep ? deepTaints(value) : value.taints;
}

/** A path that is relative and has no `..` left; a list of path pieces, which no file function takes. */
function excused(sink: Sink, taint: Taint, value: Value): boolean {
  if (sink.rule === 'path-traversal' || sink.rule === 'dynamic-import') {
    const inside = Safe.relative | Safe.noDots;
    return (taint.safe & inside) === inside || value.objects.some((one) => one.kind === 'array');
  }
  return false;
}
