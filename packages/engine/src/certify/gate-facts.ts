import type { CertificateFacts, GateFact, ScanFact } from '@plugwright/certify';
import type { Isolation } from '@plugwright/sandbox';
import type { ScanResult } from '@plugwright/scan';
import type { GateResult, VerifyReport } from '@plugwright/verify';

/** Codes that say nothing about the plugin, only about what is missing here. */
const missingHere = new Set([
  'PW_BUNDLE_NOT_INSTALLED',
  'PW_BUNDLE_UNRESOLVED',
  'PW_TESTS_NO_RUNNER',
  'PW_VERIFY_INTERNAL',
]);

/** The gates of a report as facts. */
export function gateFacts(report: VerifyReport): Record<string, GateFact> {
  return Object.fromEntries(report.gates.map((gate) => [gate.gate, gateFact(gate, report)]));
}

/** One gate as a fact. What failed only because a package is not here is not the plugin's fault. */
export function gateFact(gate: GateResult, report: VerifyReport): GateFact {
  const errors = gate.diagnostics.filter(({ severity }) => severity === 'error');
  // The same finding under two names: an import that leads nowhere, and the package that is not installed.
  const notInstalled = errors.some(({ code }) => code === 'PW_BUNDLE_NOT_INSTALLED');
  const inconclusive =
    errors.length > 0 &&
    (notInstalled ||
      errors.every(({ code }) => code === 'PW_TESTS_NO_RUNNER' || code === 'PW_VERIFY_INTERNAL')) &&
    errors.every(({ code }) => missingHere.has(code));
  const [tool] = report.evidence?.gates.find((one) => one.gate === gate.gate)?.tools ?? [];
  const reasons =
    gate.skipped === undefined
      ? (notInstalled && inconclusive
          ? errors.filter(({ code }) => code === 'PW_BUNDLE_NOT_INSTALLED')
          : errors
        ).map(({ file, line, message }) =>
          [file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`, message]
            .filter(Boolean)
            .join(' ')
            // Where the packages of this machine are is nobody's business.
            .replaceAll(/(?:\.\.\/)*[^\s"']*\/node_modules\//g, 'node_modules/')
            .slice(0, 200),
        )
      : [gate.skipped];
  return {
    status: gate.status,
    ...(tool && { tool: tool.name, version: tool.version }),
    durationMs: Math.round(gate.durationMs),
    ...(['boot', 'tests'].includes(gate.gate) ? { isolation: report.isolation.level } : {}),
    reasons: [...new Set(reasons)],
    ...(inconclusive ? { inconclusive } : {}),
  };
}

/** One scan as a fact. */
export const scanFact = ({ files, complete, findings }: ScanResult): ScanFact => ({
  files,
  complete,
  findings: findings.map(({ id, rule, severity, path, line, message, waived }) => ({
    id,
    rule,
    severity,
    path,
    line,
    message,
    ...(waived && { waived: waived.reason }),
  })),
});

/** What was run in, and what is known about it. */
export const isolationFact = ({
  level,
  driver,
  canaries,
  reason,
}: Isolation): CertificateFacts['isolation'] => ({
  level,
  driver,
  attempts: canaries.length,
  open: canaries.filter(({ open }) => open).map(({ name }) => name),
  ...(reason === undefined ? {} : { reason }),
});

/** Variables that Node.js's own fetch and the test runner read, in whatever plugin. */
const readByTools = new Set(['JEST_WORKER_ID', 'NODE_V8_COVERAGE', 'UNDICI_NO_FG']);
/** In a sandbox these are servers that the plugin's own tests started; nothing of the host is there. */
const ownServer = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/** Permissions declared and used, and requests that nothing was recorded for. */
export function capabilityFacts(
  report: VerifyReport,
  ownPaths: readonly string[] = [],
): Pick<CertificateFacts, 'permissions' | 'network'> {
  const capabilities = report.evidence?.capabilities;
  const ran = report.gates.some(({ gate, status }) => gate === 'boot' && status !== 'skipped');
  const blocked = report.gates.find(({ gate }) => gate === 'boot')?.evidence['blocked'];
  const network = ran
    ? {
        closed: report.isolation.level === 'sandbox',
        unexpected: [
          ...new Set(
            (Array.isArray(blocked) ? (blocked as { url: string }[]) : []).map(({ url }) => url),
          ),
        ],
      }
    : undefined;
  if (capabilities === undefined) return { network };
  const { declared, observed, undeclared, watched } = capabilities;
  const isSandboxed = report.isolation.level === 'sandbox';
  const isOwnServer = (host: string) => isSandboxed && ownServer.test(host);
  const isOwn = (path: string) =>
    ownPaths.some((own) => path === own || path.startsWith(`${own}/`));
  return {
    network,
    permissions: {
      declared: declared === null ? undefined : flat(declared),
      ...(watched.length === 0
        ? {}
        : {
            // What tools and the plugin's own tests did is in the evidence; here is what the plugin did.
            observed: {
              hosts: observed.hosts.map(({ host }) => host).filter((host) => !isOwnServer(host)),
              files: observed.files
                .filter(({ path }) => !isOwn(path))
                .map(({ path, access }) => `${access} ${path}`),
              environment: observed.environment
                .map(({ name }) => name)
                .filter((name) => !readByTools.has(name)),
              processes: observed.processes.map(({ command }) => command),
            },
            outside: [
              ...undeclared.hosts
                .filter((host) => !isOwnServer(host))
                .map((host) => `host ${host}`),
              ...undeclared.files
                .filter(({ path }) => !isOwn(path))
                .map(({ path, access }) => `${access} ${path}`),
              ...undeclared.environment
                .filter((name) => !readByTools.has(name))
                .map((name) => `variable ${name}`),
              ...undeclared.processes.map((command) => `program ${command}`),
            ],
          }),
    },
  };
}

const flat = (set: {
  hosts: readonly string[];
  files: readonly { path: string; access: string }[];
  environment: readonly string[];
  processes: readonly string[];
}) => ({
  hosts: [...set.hosts],
  files: set.files.map(({ path, access }) => `${access} ${path}`),
  environment: [...set.environment],
  processes: [...set.processes],
});
