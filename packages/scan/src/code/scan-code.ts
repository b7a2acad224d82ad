import type ts from 'typescript';
import { newObject, type Analysis, type Hit, type ModuleState } from './analysis.js';
import { readEntryPoints } from './entry-points.js';
import type { Declared } from './declared.js';
import { Environment } from './environment.js';
import { readModule } from './modules.js';
import { createProgram, loadTypeScript, type Program } from './program.js';
import { checkTree } from './tree-checks.js';
import { forgetNumbers } from './value.js';

/** Nodes read before a scan gives up on one tree; about ten seconds. */
const BUDGET = 6_000_000;

export interface CodeResult {
  readonly hits: readonly Hit[];
  readonly skipped: Program['skipped'];
  /** Whether the scan stopped before it had read everything. */
  readonly exhausted: boolean;
}

/** Reads the code of a tree and returns where rules answered, in no particular order. */
export function scanCode(
  files: ReadonlyMap<string, string>,
  declared: Declared = { variables: undefined, hosts: undefined },
): CodeResult {
  forgetNumbers();
  const typescript = loadTypeScript();
  const program = createProgram(typescript, files);
  const hits = new Map<string, Hit>();
  let exhausted = false;
  const carried = {
    captured: new Map(),
    instances: new Map(),
    notes: [],
    resolutions: new Map(),
    imports: new Map(),
    throwing: new Map(),
  };
  // What the first pass learns of fields and shared variables is there for the second.
  for (const pass of [1, 2]) {
    if (pass === 2) hits.clear();
    const analysis = newAnalysis(typescript, program, declared, hits, carried, pass === 1);
    for (const module of analysis.modules.values()) readModule(analysis, module);
    readEntryPoints(analysis);
    exhausted ||= analysis.exhausted;
    if (pass === 2) checkTree(analysis, program.landmarks);
  }
  forgetNumbers();
  return { hits: withoutEchoes([...hits.values()]), skipped: program.skipped, exhausted };
}

/** What a rule says of a place that a stronger rule names as well is said once. */
const ECHOES: ReadonlyMap<string, string> = new Map([
  ['path-join', 'path-traversal'],
  ['named-credential', 'hardcoded-credential'],
  ['environment-serialised', 'environment-leak'],
  ['file-to-network', 'private-file-sent'],
  ['name-in-brackets', 'hidden-name'],
]);

function withoutEchoes(hits: readonly Hit[]): readonly Hit[] {
  return hits.filter(({ rule, node }) => {
    const louder = ECHOES.get(rule);
    return !hits.some(
      (one) =>
        one.rule === louder &&
        one.node.getSourceFile() === node.getSourceFile() &&
        one.node.pos <= node.pos &&
        one.node.end >= node.end,
    );
  });
}

function newAnalysis(
  typescript: typeof ts,
  program: Program,
  declared: Declared,
  hits: Map<string, Hit>,
  carried: Pick<
    Analysis,
    'captured' | 'instances' | 'notes' | 'resolutions' | 'imports' | 'throwing'
  >,
  learning: boolean,
): Analysis {
  const modules = new Map<string, ModuleState>(
    program.sources.map((source) => [
      source.fileName,
      {
        path: source.fileName,
        source,
        exports: newObject(source, 'module'),
        whole: undefined,
        scope: new Environment(undefined),
        state: 'new',
      },
    ]),
  );
  return {
    typescript,
    scopes: program.scopes,
    declared,
    modules,
    ...carried,
    statics: new Map(),
    ready: new Set(),
    proven: new Map(),
    met: [],
    frames: [],
    hits,
    regexes: new Map(),
    later: false,
    resolved: new Map(),
    named: new Map(),
    learning,
    accessPaths: new Map(),
    elementPaths: new Map(),
    budget: BUDGET,
    exhausted: false,
  };
}
