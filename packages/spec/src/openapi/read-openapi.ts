import { checkPluginName, toPluginName } from '../names.js';
import type { PluginSpec } from '../plugin-spec.js';
import { createApis } from './apis.js';
import { chooseDrafts } from './choose-drafts.js';
import { dropUntilSmall, isSmall, keepValid } from './fit-spec.js';
import { frameOf, infoOf } from './build-spec.js';
import { selectOperations } from './curate.js';
import { makeDistinct } from './describe.js';
import { openMain, type OpenApiDocument } from './document.js';
import { loadFiles } from './external-files.js';
import { readLazy } from './lazy.js';
import { prefixFrom } from './naming.js';
import { listOperations, type FoundOperation } from './operations.js';
import type {
  OpenApiInput,
  OpenApiResult,
  OperationSummary,
  ReadOpenApiOptions,
} from './options.js';
import type { OperationContext } from './read-operation.js';
import type { Reading } from './reading.js';
import { createReferences } from './reference.js';
import { createReport, type Report } from './report.js';
import { createSchemaSet, scaledBudget } from './schema-set.js';
import { createSecurity } from './security.js';
import { securedPlaces, sharedParameters } from './shared-parameters.js';
import { settleAction } from './settle.js';

/** Shares of the schema budget that are tried until the spec is small enough. */
const SCALES = [1, 0.5, 0.25, 0.1];

/**
 * Turns an OpenAPI 3.x or Swagger 2.0 document into a spec. Touches neither network nor disk, except
 * through what the options pass in. Never throws for what a document holds: problems are diagnostics,
 * and one unusable operation does not stop the others.
 */
export async function readOpenApi(
  input: OpenApiInput,
  options: ReadOpenApiOptions = {},
): Promise<OpenApiResult> {
  const opened = openMain(input);
  if ('problems' in opened) return { ok: false, diagnostics: opened.problems, operations: [] };
  const report = createReport(opened.file);
  const files = await loadFiles(opened.file, input.text, input.source, options, report);
  const document: OpenApiDocument = {
    version: opened.version,
    root: opened.root,
    main: opened.file,
    files,
    source: input.source,
  };
  const failed = (): OpenApiResult => ({ ok: false, diagnostics: report.finish(), operations: [] });
  const info = infoOf(document);
  const name =
    options.name ??
    toPluginName(
      info.title === ''
        ? (input.source ?? 'api')
            .split(/[\\/]/)
            .at(-1)
            ?.replace(/\.\w+$/, '') || 'api'
        : // Only a title without blanks needs its capitals to tell its words apart (GitHub is one word).
          info.title.includes(' ')
          ? info.title.toLowerCase()
          : info.title,
    );
  const nameProblems = checkPluginName(name, { allowElizaScope: true }).filter(
    ({ severity }) => severity === 'error',
  );
  if (nameProblems.length > 0) return { ok: false, diagnostics: nameProblems, operations: [] };
  const stem = name.slice(name.lastIndexOf('/') + 1).replace(/^plugin-/, '');
  const prefix = prefixFrom(stem);
  const references = createReferences(document, report);
  const operations = listOperations({ document, references, report }, prefix);
  const shared = sharedParameters(operations);
  const secured = securedPlaces(document);
  if (shared.size > 0) {
    report.add(
      {
        code: 'PW_OPENAPI_PARAMETER_IGNORED',
        severity: 'info',
        message: `${shared.size} parameters that every operation takes are left out.`,
      },
      '/paths',
    );
  }
  if (operations.length === 0) {
    report.add(
      {
        code: 'PW_OPENAPI_NO_OPERATIONS',
        severity: 'error',
        message: 'The document describes no operation.',
        hint: 'Give a document with at least one path that has a method.',
      },
      '/paths',
    );
    return failed();
  }
  const selection = selectOperations(operations, options);
  if (selection.problems.length > 0) {
    for (const { path, ...problem } of selection.problems) report.add(problem, path);
    return failed();
  }

  for (const scale of SCALES) {
    const attempt = build(scale);
    if (attempt === undefined) return failed();
    const last = scale === SCALES.at(-1);
    const small = isSmall(attempt.spec);
    if (!small && !last) continue;
    const spec = small ? attempt.spec : dropUntilSmall(attempt.spec, report);
    const checked = keepValid(spec, report);
    if (checked === undefined) return failed();
    for (const finding of attempt.findings) report.add(finding.finding, finding.pointer);
    return {
      ok: true,
      spec: checked,
      diagnostics: report.finish(),
      operations: summaries(operations, checked),
    };
  }
  return failed();

  function build(
    scale: number,
  ):
    | { spec: PluginSpec; findings: { finding: Parameters<Report['add']>[0]; pointer: string }[] }
    | undefined {
    const directional = /["']?(?:readOnly|writeOnly)["']?\s*:/.test(input.text) || files.size > 1;
    const schemas = createSchemaSet(references, report, scaledBudget(scale), directional);
    const reading: Reading = {
      document,
      references,
      report,
      convert: schemas.convert,
      shared,
      secured,
    };
    const apis = createApis(document, apiId(stem), prefix);
    const security = createSecurity(reading, prefix, info.displayName, apis.main.baseUrl);
    const context: OperationContext = {
      reading,
      apis,
      security,
      prefix,
      displayName: info.displayName,
      names: new Set(operations.map(({ action }) => action)),
    };
    const { drafts, unusable } = chooseDrafts(
      selection.candidates,
      context,
      { ...context, reading: { ...reading, convert: schemas.convertSmall } },
      options,
      selection.all,
    );
    if (drafts.length === 0) {
      report.add(
        {
          code: 'PW_OPENAPI_NO_OPERATIONS',
          severity: 'error',
          message: 'No operation of the document can become an action.',
          hint: 'See the warnings for the reason of each.',
        },
        '/paths',
      );
      return undefined;
    }
    const chosen = new Set(drafts.map(({ found }) => found));
    const rest =
      options.lazy === true ? operations.filter((operation) => !chosen.has(operation)) : [];
    const flat: Reading = {
      ...reading,
      convert: (at, direction) => (direction === 'output' ? {} : schemas.flat(at, 1)),
    };
    const { lazy, left } = readLazy(rest, { ...context, reading: flat });
    const inputs = drafts.flatMap(({ action }) => action.parameters.map(({ schema }) => schema));
    const outputs = drafts.flatMap(({ action }) => action.run.response.schema ?? []);
    const { schemas: named, rewrite } = schemas.finish(inputs, outputs);
    const descriptions = makeDistinct(
      drafts.map(({ action, found }) => ({
        description: action.description,
        method: found.method,
        path: found.path,
      })),
    );
    const actions = drafts.map((draft, index) => ({
      ...settleAction(draft, named, rewrite, scale >= 0.25),
      description: descriptions[index] ?? draft.action.description,
    }));
    const all = [...actions, ...(lazy?.operations ?? [])];
    const runs = all.flatMap(({ run }) => (run.kind === 'http' ? [run] : []));
    const frame = frameOf(input, document, info, name, {
      apis,
      security,
      needed: new Set(runs.flatMap(({ auth }) => auth.flat())),
      apiIds: new Set(runs.map(({ api }) => api)),
      operations: operations.length,
      everywhere: neededEverywhere(runs),
    });
    const findings = drafts
      .filter(({ made }) => made)
      .map(({ found, action }) => ({
        finding: {
          code: 'PW_OPENAPI_DESCRIPTION_MADE',
          severity: 'info' as const,
          message: `${action.name}: the document describes nothing, so its description is made from method and path.`,
          hint: 'Write a description; agents choose actions by it.',
        },
        pointer: found.at.pointer,
      }));
    const unchosen = operations.length - drafts.length - unusable - (lazy?.operations.length ?? 0);
    if (unchosen > 0) {
      findings.push({
        finding: {
          code: 'PW_OPENAPI_CURATED',
          severity: 'info',
          message: `${drafts.length} of ${operations.length} operations became actions${lazy === undefined ? '' : `, ${lazy.operations.length} are found by search`}.`,
          hint:
            left > 0
              ? 'The rest does not fit into one plugin.'
              : 'Choose others by operation, tag, path or words, or ask for the lazy action that reaches the rest.',
        },
        pointer: '/paths',
      });
    }
    return {
      spec: { ...frame, schemas: named, actions, ...(lazy === undefined ? {} : { lazy }) },
      findings,
    };
  }
}

/** Schemes that every request needs, whichever alternative is taken. */
function neededEverywhere(runs: readonly { auth: string[][] }[]): Set<string> {
  const first = runs[0]?.auth[0] ?? [];
  return new Set(
    first.filter((id) =>
      runs.every(({ auth }) => auth.length > 0 && auth.every((schemes) => schemes.includes(id))),
    ),
  );
}

/** `1-forge-api` → `api-1-forge-api`: ids start with a letter. */
const apiId = (stem: string): string =>
  `${/^[a-z]/i.test(stem) ? '' : 'api-'}${stem}`.slice(0, 40).replace(/[-._]+$/, '');

function summaries(operations: readonly FoundOperation[], spec: PluginSpec): OperationSummary[] {
  const chosen = new Set(spec.actions.map(({ name }) => name));
  return operations.map(({ operationId, action, method, path, texts, tags, deprecated, at }) => ({
    ...(operationId === undefined ? {} : { operationId }),
    action,
    method,
    path,
    summary: texts.summary,
    tags,
    deprecated,
    pointer: at.pointer,
    chosen: chosen.has(action),
  }));
}
