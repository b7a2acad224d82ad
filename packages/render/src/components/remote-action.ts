import type { Action } from '@plugwright/spec';
import { operationLiteral, requestOf } from '../operation.js';
import { generalRequired } from '../settings.js';
import type { ComponentViewBuilder, RenderContext, TemplateJob } from '../template-job.js';
import { actionJob } from './action-job.js';
import { libraryFile } from './library-file.js';

const LIBRARIES = { graphql: ['graphql'], jsonrpc: ['json-rpc'], mcp: ['mcp', 'mcp-action'] };

/** Actions whose run is one GraphQL, JSON-RPC or MCP call. */
export const remoteActionViews: ComponentViewBuilder = (context) => {
  const jobs = context.spec.actions.flatMap((action) => jobsOf(context, action));
  return { jobs, registrations: [] };
};

function jobsOf(context: RenderContext, action: Action): TemplateJob[] {
  const { run } = action;
  const request = requestOf(run);
  if (request === undefined) return [];
  const whole = context.whole ?? context.spec;
  const kind = run.kind as keyof typeof LIBRARIES;
  const job = actionJob(context, action, kind, {
    settings: generalRequired(whole),
    operation: operationLiteral(whole, request),
    ...callData(run),
  });
  return [job, ...LIBRARIES[kind].map((file) => libraryFile(context.identifiers, file))];
}

function callData(run: Action['run']): object {
  if (run.kind === 'graphql')
    return { document: run.document, variables: run.variables, pick: run.pick };
  if (run.kind === 'mcp') return { tool: run.tool, bind: run.bind };
  if (run.kind !== 'jsonrpc') return {};
  const params =
    run.params === 'named'
      ? { kind: 'named', parameters: run.bind, fixed: run.fixed ?? {} }
      : {
          kind: 'positional',
          parameters: run.bind.map(({ parameter }) => parameter),
          fixed: run.fixed ?? [],
        };
  return { method: run.method, params, pick: run.pick };
}
