// One spec at a time, in a process of its own: rendered, type-checked and booted.
import { render } from '@plugwright/render';
import { gateReport, thrown, verdict } from './verdict.mjs';

async function evaluate({ spec, gates }) {
  try {
    const started = performance.now();
    const tree = await render(spec);
    const renderMs = performance.now() - started;
    const report = await gateReport(tree, { spec, gates });
    return { renderMs, files: tree.length, ...verdict(report) };
  } catch (error) {
    return thrown(error);
  }
}

process.on('message', (task) => {
  void evaluate(task).then((result) => process.send?.({ id: task.id, result }));
});
process.send?.({ ready: true });
