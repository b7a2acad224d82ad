// One document at a time, in a process of its own: whatever a document does, the evaluation goes on.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { render, treeDigest } from '@plugwright/render';
import { readDocument } from '@plugwright/spec';
import { readOpenApi } from '@plugwright/spec/openapi';

const typed = (error) => typeof error?.code === 'string' && error.code.startsWith('PW_');
const brief = (text) =>
  String(text ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 300);
/** The first error of a list: what a person would be told first. */
const firstError = (diagnostics) => {
  const found = diagnostics.find((one) => one.severity === 'error') ?? diagnostics[0];
  return {
    code: found?.code ?? 'none',
    message: brief(found?.message),
    path: found?.path ?? '',
    ...(found?.position ? { line: found.position.line } : {}),
    ...(found?.file ? { file: found.file } : {}),
  };
};

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
    const { verifyFiles } = await import('@plugwright/verify');
    const report = await verifyFiles(
      tree.map(({ path, text: content }) => ({ path, text: content })),
      {},
    );
    result.gatesMs = lap();
    result.gates = Object.fromEntries(
      report.gates.map((gate) => [
        gate.gate,
        { status: gate.status, ms: Math.round(gate.durationMs) },
      ]),
    );
    if (report.ok) return { ...result, status: 'passed' };
    const failed = report.gates.find((gate) => gate.status === 'failed');
    return {
      ...result,
      status: 'failed',
      gate: failed?.gate ?? 'none',
      error: firstError(failed?.diagnostics ?? []),
    };
  } catch (error) {
    const place = {
      code: error?.code ?? 'none',
      message: brief(error?.message ?? error),
      path: '',
    };
    return {
      ...result,
      status: typed(error) ? 'refused' : 'crashed',
      error: typed(error)
        ? { ...place, ...firstError(error.diagnostics ?? []), code: error.code }
        : place,
      ...(typed(error) ? {} : { stack: brief(error?.stack) }),
    };
  }
}

process.on('message', (task) => {
  void evaluate(task).then((result) => process.send?.({ id: task.id, result }));
});
process.send?.({ ready: true });
