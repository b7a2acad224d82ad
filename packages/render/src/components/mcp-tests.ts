import { expectedRequest } from '../contract-request.js';
import { exampleInput } from '../contract-values.js';
import { requestOf } from '../operation.js';
import type { ComponentViewBuilder, TemplateJob } from '../template-job.js';

/** The plugin's own tests of actions that call tools of an MCP server, against a small one. */
export const mcpTests: ComponentViewBuilder = ({ spec, whole }) => {
  const cases = spec.actions.flatMap(({ name, parameters, run }) => {
    if (run.kind !== 'mcp' || whole !== undefined) return [];
    const input = exampleInput(parameters, undefined, spec.schemas);
    const request = requestOf(run);
    if (input === undefined || request === undefined) return [];
    const bind =
      run.bind ??
      parameters.map((parameter) => ({ parameter: parameter.name, name: parameter.name }));
    const given = bind
      .filter(({ parameter }) => Object.hasOwn(input, parameter))
      .map(({ parameter, name: wire }) => [wire, input[parameter]]);
    const { accept: _accept, ...headers } = expectedRequest(
      spec,
      request,
      {},
      'access-token-of-the-fixture',
    ).headers;
    return [{ name, tool: run.tool, input, arguments: Object.fromEntries(given), headers }];
  });
  if (cases.length === 0) return { jobs: [], registrations: [] };
  const job = (path: string): TemplateJob => ({
    template: `src/__tests__/${path}`,
    path: `src/__tests__/${path}`,
    owner: 'generated',
    data: { cases },
  });
  return { jobs: [job('mcp.test.ts'), job('support/mcp-server.ts')], registrations: [] };
};
