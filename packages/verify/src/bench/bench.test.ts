import { beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../__fixtures__/read-fixture.js';
import { verifyFiles } from '../verify.js';
import { benchFiles, type BenchOutcome, benchReportSchema, readBaseline } from './index.js';

/** The shortest that still sees faults of this size; `npm run eval:bench` plants smaller ones into a busier machine. */
const effort = { processes: 3, memoryProcesses: 1, componentMs: 50 };

const files = (code = '', path = 'src/index.ts') =>
  fixture(undefined, 'spec').then((all) =>
    all.map((file) => (file.path === path ? { path, text: `${file.text}\n${code}` } : file)),
  );

describe('the benchmark of a plugin', { timeout: 120_000 }, () => {
  let first: BenchOutcome;
  beforeAll(async () => {
    first = await benchFiles(await files(), { effort, now: () => new Date(0) });
  }, 120_000);

  it('measures everything, within the budgets of the spec', () => {
    const { report, diagnostics, ok } = first;
    expect(diagnostics).toEqual([]);
    expect(ok).toBe(true);
    expect(benchReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(report).toMatchObject({
      plugin: { name: 'plugin-tide' },
      processes: 3,
      components: [{ kind: 'action', name: 'TIDE_GET', waits: false }],
      notEvaluated: [],
      memory: { calls: 1000, leak: false },
      handles: { left: [] },
      dependencies: { count: 0, missing: [] },
      measuredAt: '1970-01-01T00:00:00.000Z',
    });
    expect(report.budgets.map(({ name, result }) => `${name} ${result}`)).toEqual([
      'bundleBytes passed',
      'bootMs passed',
      'actionMs passed',
      process.platform === 'linux' ? 'memoryBytes passed' : 'memoryBytes not evaluated',
    ]);
    expect(report.load.totalMs.median).toBeGreaterThan(0);
    expect(report.bundle.bytes).toBeGreaterThan(500);
  });

  it('says nothing about the same plugin, and keeps its baseline as text', async () => {
    const baseline = readBaseline(JSON.stringify(first.baseline));
    const { ok, comparison, diagnostics } = await benchFiles(await files(), { effort, baseline });
    expect(diagnostics).toEqual([]);
    expect(ok).toBe(true);
    expect(comparison?.changes.map(({ metric }) => metric)).toEqual([
      'action TIDE_GET',
      'load',
      'bundle',
      'dependencies',
    ]);
  });

  it('finds a slower handler beside the old one, a leak, and what is left open', async () => {
    const planted = `
const plantedList: unknown[] = [];
const plantedAction = tidePlugin.actions![0]!;
const plantedOriginal = plantedAction.handler;
plantedAction.handler = async (...given) => {
  const startedAt = performance.now();
  const result = await plantedOriginal(...given);
  plantedList.push(new Array(512).fill(startedAt));
  const until = performance.now() + 2 * (performance.now() - startedAt);
  while (performance.now() < until);
  return result;
};
setInterval(() => {}, 1000).unref();
`;
    const { ok, diagnostics, comparison } = await benchFiles(await files(planted), {
      effort,
      baseline: first.baseline,
    });
    expect(ok).toBe(false);
    expect(comparison?.sets).toBeGreaterThan(1);
    const codes = new Set(diagnostics.map(({ code }) => code));
    expect(codes).toContain('PW_BENCH_SLOWER');
    expect(codes).toContain('PW_BENCH_LEAK');
    expect(codes).toContain('PW_BENCH_HANDLES');
    expect(comparison?.changes[0]).toMatchObject({ metric: 'action TIDE_GET', verdict: 'worse' });
  });

  it('finds what a service keeps of each life, though no call of an action shows it', async () => {
    const planted = `
import { Service, type IAgentRuntime } from '@elizaos/core';
const lives: unknown[] = [];
class PlantedService extends Service {
  static override readonly serviceType = 'planted';
  override capabilityDescription = 'It keeps too much.';
  static override async start(runtime: IAgentRuntime): Promise<PlantedService> {
    lives.push(new Array(256).fill(performance.now()));
    return new PlantedService(runtime);
  }
  override async stop(): Promise<void> {}
}
tidePlugin.services = [PlantedService];
`;
    const { report, diagnostics } = await benchFiles(await files(planted), { effort });
    expect(report.memory?.components).toEqual(['action TIDE_GET', 'service planted']);
    expect(diagnostics.map(({ code }) => code)).toEqual(['PW_BENCH_LEAK']);
  });

  it('refuses what does not start, does not bundle, or was measured elsewhere', async () => {
    await expect(
      benchFiles(await files('throw new Error("at import");'), { effort }),
    ).rejects.toMatchObject({
      code: 'PW_BENCH_NOT_MEASURED',
      message: 'the plugin cannot be measured: at import',
    });
    await expect(
      benchFiles(await files("import './absent.js';"), { effort }),
    ).rejects.toMatchObject({
      code: 'PW_BENCH_NOT_MEASURED',
      message: expect.stringContaining('cannot be bundled') as string,
    });
    const baseline = {
      ...first.baseline,
      machine: { ...first.baseline.machine, id: 'sha256:other', node: 'v1.0.0' },
    };
    await expect(benchFiles(await files(), { effort, baseline })).rejects.toMatchObject({
      code: 'PW_BENCH_OTHER_MACHINE',
    });
  });

  it('is a gate that goes into the evidence', async () => {
    const waiting = (await files()).map(({ path, text }) => ({
      path,
      text: text.replace(
        'const given',
        'await new Promise((r) => setTimeout(r, 30));\n          const given',
      ),
    }));
    const report = await verifyFiles(waiting, { gates: ['performance'], evidence: true });
    expect(report.gates.map(({ gate, status }) => `${gate} ${status}`)).toEqual([
      'bundle passed',
      'boot passed',
      'performance passed',
    ]);
    expect(report.evidence?.performance?.components[0]).toMatchObject({ waits: true });
    expect(report.evidence?.gates[2]?.facts).toEqual({});
  });
});
