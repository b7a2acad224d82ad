// One document at a time, in a process of its own: whatever a document does, the evaluation goes on.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { render, treeDigest } from '@plugwright/render';
import { readDocument } from '@plugwright/spec';
import { readOpenApi } from '@plugwright/spec/openapi';
import { firstError, gateReport, thrown, verdict } from './verdict.mjs';

async function evaluate({ file, gates }) {
  const result = { status: 'crashed' };
  let mark = performance.now();
  const lap = () => {
    const now = performance.now();
    const ms = Math.round(now - mark);
    mark = now;
    return ms;
  };
  try {
    const text = await readFile(file, 'utf8');
    result.bytes = Buffer.byteLength(text);
    result.version = /"(?:openapi|swagger)"\s*:\s*"([^"]{1,20})"/.exec(
      text.slice(0, 5_000_000),
    )?.[1];
    lap();
    const read = await readOpenApi({ text, source: basename(file) }, {});
    result.readMs = lap();
    if (!read.ok) {
      const error = firstError(read.diagnostics);
      // The reader is asked for the place; a document that cannot be parsed has lines only.
      if (error.line === undefined && error.path !== undefined) {
        const at = readDocument(text, { source: basename(file) }).locate?.(error.path);
        if (at) error.line = at.line;
      }
      return { ...result, status: 'refused', error };
    }
    result.operations = read.operations.length;
    result.actions = read.spec.actions.length;
    result.warnings = read.diagnostics.length;
    lap();
    const tree = await render(read.spec);
    result.renderMs = lap();
    result.files = tree.length;
    result.outputBytes = tree.reduce((sum, one) => sum + Buffer.byteLength(one.text), 0);
    result.digest = treeDigest(tree);
    if (!gates) return { ...result, status: 'rendered' };
    const report = await gateReport(tree, { spec: read.spec });
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
