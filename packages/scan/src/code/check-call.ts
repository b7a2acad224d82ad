import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import { callChecksOf } from './tables/call-checks.js';
import { loggerPath } from './tables/loggers.js';
import { isDecoded } from './decoded-text.js';
import { calledPath } from './outside-path.js';
import { report, unsafe } from './report-hit.js';
import type { CallSite } from './read-call.js';
import { asksForShell, BIT_OF_RULE, sinksOf, type Sink } from './tables/sinks.js';
import { deepTaints, joinTaints, Safe, textOf, type Taint, type Value } from './value.js';
import { isFunctionLike, isNewExpression, isPropertyAccessExpression } from './syntax.js';

/** Asks the tables whether a call is a sink that data must not reach, or is wrong in itself. */
export function checkCall(analysis: Analysis, site: CallSite): void {
  if (analysis.learning) return;
  const paths = isNewExpression(site.node)
    ? site.callee.paths.flatMap((path) => [path, calledPath(path)])
    : withLogger(site);
  for (const path of paths) {
    // What `new Function` made is called: its arguments are data.
    if (
      path.endsWith('Function()') &&
      !isNewExpression(site.node) &&
      /^\w*Function\(\)$/.test(path)
    ) {
      if (isDecoded(site.callee)) report(analysis, 'hidden-code', site.node, undefined, path);
      continue;
    }
    for (const sink of sinksOf(path)) checkSink(analysis, sink, path, site);
    for (const { check } of callChecksOf(path)) check(analysis, site, path);
  }
}

/** What the callee is known as; a logger nobody knows more of is one by its name. */
function withLogger({ callee, node }: CallSite): readonly string[] {
  const logger = callee.functions.length === 0 ? loggerPath(node.expression) : undefined;
  return logger === undefined || callee.paths.includes(logger)
    ? callee.paths
    : [...callee.paths, logger];
}

function checkSink(analysis: Analysis, sink: Sink, path: string, site: CallSite): void {
  const { args } = site;
  if (sink.when && !sink.when(args)) return;
  // What a prepared statement is given are its values.
  if (sink.rule === 'sql-injection' && /\bprepare\(\)/.test(path)) return;
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
    const taints = taintsAt(sink, value);
    const where = placeOf(analysis, site, position);
    const taint = unsafe(sink.rule, taints, sink.bit ?? BIT_OF_RULE[sink.rule] ?? 0);
    if (taint && !excused(analysis, sink, taint, value, site, path))
      report(analysis, sink.rule, where, taint, path, sink.mild);
    else if (sink.rule === 'ssrf') checkUrlPath(analysis, taints, where, path);
  }
}

/** The argument; the whole call when it follows a `new` that begins on an earlier line. */
function placeOf(analysis: Analysis, { node }: CallSite, position: number): ts.Node {
  const target = node.expression;
  if (isPropertyAccessExpression(target) && isNewExpression(target.expression)) return node;
  return node.arguments?.[position] ?? node;
}

/** The host is fixed, but `../` in the path leads to other parts of the same service. */
function checkUrlPath(
  analysis: Analysis,
  taints: readonly Taint[],
  where: ts.Node,
  path: string,
): void {
  const free = taints.filter(
    ({ safe }) =>
      (safe & Safe.url) !== 0 && (safe & Safe.segment) !== 0 && (safe & Safe.query) === 0,
  );
  const taint = unsafe('url-path', free, 0);
  if (taint) report(analysis, 'url-path', where, taint, path);
}

function taintsAt(sink: Sink, value: Value): readonly Taint[] {
  if (sink.properties) {
    let all: readonly Taint[] =
      value.objects.length === 0 && value.taints.length > 0 ? value.taints : [];
    for (const object of value.objects)
      for (const name of sink.properties)
        all = joinTaints(all, object.properties.get(name)?.taints ?? []);
    return all;
  }
  if (sink.rule === 'nosql-injection' && sink.deep) return queryTaints(value);
  if (sink.rule === 'argument-injection') return optionTaints(value);
  return sink.deep ? deepTaints(value) : value.taints;
}

/** What can choose an option: not what follows text of ours in the same argument, as in `--depth=${n}` or `https://…`. */
function optionTaints(value: Value): readonly Taint[] {
  let all = value.taints;
  for (const object of value.objects) {
    for (const one of [...object.properties.values(), ...(object.rest ? [object.rest] : [])])
      if (!/^[^-]|^-[^=]*=/.test(one.prefix ?? '')) all = joinTaints(all, deepTaints(one, 2));
  }
  return all;
}

/** What can bring operators into a query: all but what `$eq` is compared with, which is data whatever it holds. */
function queryTaints(value: Value, depth = 3): readonly Taint[] {
  let all = value.taints;
  if (depth > 0)
    for (const object of value.objects) {
      for (const [name, inner] of object.properties)
        if (name !== '$eq') all = joinTaints(all, queryTaints(inner, depth - 1));
      if (object.rest) all = joinTaints(all, queryTaints(object.rest, depth - 1));
    }
  return all;
}

/** A whole command given by a caller is the caller's; a word put into a command of ours is not. */
const isShellWord = (taint: Taint, value: Value): boolean => {
  // Who calls a parameter so expects anything in it.
  if (
    taint.kind === 'param' &&
    /^_?(?:user|untrusted|raw)?_?(?:input|query|body)$/i.test(taint.at.getText())
  )
    return true;
  if (taint.kind === 'cli' || taint.kind === 'file') return true;
  const parts = [value, ...value.objects.flatMap((object) => [...object.properties.values()])];
  return parts.some((part) => part.prefix?.includes(' ') === true);
};

const CHECKS_PATH =
  /\.(?:startsWith|indexOf|lastIndexOf|includes)\s*\(|\brelative\s*\(|\bdirname\s*\([^)]*\)\s*[!=]==?|\.(?:substr(?:ing)?|slice)\s*\([^)]*\)\s*[!=]==?|\.test\s*\(|[iI]s(?:Path)?(?:Inside|Within|Contained|Sub)/;

/** Whether the rest of the function asks where a path leads. */
function isCheckedLater(analysis: Analysis, { node }: CallSite): boolean {
  let at: ts.Node = node;
  while (at.parent && !isFunctionLike(at)) at = at.parent;
  const rest = at.getSourceFile().text.slice(node.arguments?.[0]?.end ?? node.end, at.end);
  return CHECKS_PATH.test(rest);
}

/** A path that is relative and has no `..` left; a list of path pieces, which no file function takes. */
function excused(
  analysis: Analysis,
  sink: Sink,
  taint: Taint,
  value: Value,
  site: CallSite,
  path: string,
): boolean {
  if (sink.rule === 'command-injection' && /^(?:param|library|env|cli|file)$/.test(taint.kind)) {
    // An argument of a program of ours, which a shell reads all the same.
    if (sink.arg === 1 && asksForShell(site.args)) return textOf(site.args[0]) === undefined;
    return !isShellWord(taint, value);
  }
  // Who calls a library chooses its options anyway, unless one of them runs a program.
  if (sink.rule === 'argument-injection' && /^(?:param|library|cli)$/.test(taint.kind))
    return !/(?:^|\/)(?:git|hg)$/.test(textOf(site.args[0]) ?? '');
  // Where a connection leads is what a library that connects is told.
  if (sink.rule === 'ssrf' && /^(?:net|tls|dgram)\b/.test(path))
    return taint.kind === 'param' || taint.kind === 'library';
  // Asking where a path leads is the check itself.
  if (sink.mild && /realpath/.test(path) && isCheckedLater(analysis, site)) return true;
  if (sink.rule === 'path-join')
    // Below the root of all, `..` leads nowhere: what comes out can be put behind a folder. Joined to a folder of ours, it needs no more than to have no `..`; checked afterwards, it needs nothing here.
    return (
      textOf(site.args[0]) === '/' ||
      (taint.safe & (Safe.noDots | Safe.flat)) !== 0 ||
      isCheckedLater(analysis, site)
    );
  if (/^(?:path-traversal|dynamic-import)$/.test(sink.rule)) {
    const inside = Safe.relative | Safe.noDots;
    const single = Safe.relative | Safe.flat;
    return (
      (taint.safe & inside) === inside ||
      (taint.safe & single) === single ||
      value.objects.some((one) => one.kind === 'array')
    );
  }
  return false;
}
