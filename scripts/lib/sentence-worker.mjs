// One sentence at a time, in a process of its own: read, rendered, and put through every gate.
import { specOf } from '@plugwright/engine';
import { render } from '@plugwright/render';
import { firstError, gateReport, thrown, verdict } from './verdict.mjs';

async function evaluate({ text, gates, from }) {
  const result = { status: 'crashed' };
  try {
    let mark = performance.now();
    const lap = () => {
      const now = performance.now();
      const ms = Math.round(now - mark);
      mark = now;
      return ms;
    };
    const { nodeHost } = await import('@plugwright/engine');
    const host = nodeHost(from ? { cwd: from } : {});
    const read = await specOf({ source: text, openQuestions: 'assume', host });
    result.readMs = lap();
    const { reading } = read;
    result.recipes = reading?.recipes ?? [];
    result.assumptions = reading?.assumptions.length ?? 0;
    result.linked = reading?.linked ?? [];
    if (!read.ok) return { ...result, status: 'refused', error: firstError(read.diagnostics) };
    const { spec } = read;
    result.components = Object.fromEntries(
      ['actions', 'providers', 'evaluators', 'services', 'routes', 'events', 'models']
        .map((kind) => [kind, spec[kind].length])
        .filter(([, count]) => count > 0),
    );
    result.names = [spec.actions, spec.providers, spec.evaluators, spec.services, spec.routes]
      .flat()
      .map((one) => one.name);
    lap();
    const tree = await render(spec);
    result.renderMs = lap();
    result.files = tree.length;
    const report = await gateReport(tree, { spec, ...(gates ? { gates } : {}) });
    result.gatesMs = lap();
    return { ...result, ...verdict(report) };
  } catch (error) {
    return { ...result, ...thrown(error) };
  }
}

process.on('message', (task) => {
  void evaluate(task).then((result) => process.send?.({ id: task.id, result }));
});
process.send?.({ ready: true });
