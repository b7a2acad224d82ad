import { createTypeChecker, verifyFiles } from '@plugwright/verify';

const brief = (text) =>
  String(text ?? '')
    .replace(/\s+/g, ' ')
    .slice(0, 300);

/** The first error of a list: what a person would be told first. */
export function firstError(diagnostics) {
  const found = diagnostics.find((one) => one.severity === 'error') ?? diagnostics[0];
  const line = found?.line ?? found?.position?.line;
  return {
    code: found?.code ?? 'none',
    message: brief(found?.message),
    path: found?.path ?? '',
    ...(line === undefined ? {} : { line }),
    ...(found?.file ? { file: found.file } : {}),
  };
}

/** An exception: one of ours says what is wrong with the input, any other is a crash. */
export function thrown(error) {
  const typed = typeof error?.code === 'string' && error.code.startsWith('PW_');
  const place = {
    code: typed ? error.code : 'none',
    message: brief(error?.message ?? error),
    path: '',
  };
  const first = typed && error.diagnostics?.length ? firstError(error.diagnostics) : {};
  return {
    status: typed ? 'refused' : 'crashed',
    error: { ...place, ...first, code: place.code },
    ...(typed ? {} : { stack: String(error?.stack ?? '').slice(0, 2000) }),
  };
}

let checker;
/** The gates, with one warm type checker for all plugins of this process. */
export async function gateReport(tree, options) {
  checker ??= await createTypeChecker();
  const files = tree.map(({ path, text }) => ({ path, text }));
  return verifyFiles(files, { ...options, checker });
}

/** What became of the gates. */
export function verdict(report) {
  const gates = Object.fromEntries(
    report.gates.map((gate) => [
      gate.gate,
      { status: gate.status, ms: Math.round(gate.durationMs) },
    ]),
  );
  if (report.ok) return { status: 'passed', gates };
  const failed = report.gates.find((gate) => gate.status === 'failed');
  return {
    status: 'failed',
    gates,
    gate: failed?.gate ?? 'none',
    error: firstError(failed?.diagnostics ?? []),
  };
}
