import * as z from 'zod';

/** Raised when a field changes its meaning or goes away. */
export const benchVersion = 2;

const measure = z
  .strictObject({
    median: z.number(),
    low: z.number().describe('First quartile over the processes'),
    high: z.number().describe('Third quartile over the processes'),
    samples: z.array(z.number()).describe('One per process'),
  })
  .describe('One value per process, and what lies in their middle');

const kind = z.enum(['action', 'provider', 'service', 'event', 'route']);

const machine = z.strictObject({
  id: z.string().describe('Digest of what a machine is known by, and of the facts below'),
  os: z.string(),
  arch: z.string(),
  cpu: z.string(),
  cores: z.int(),
  memoryBytes: z.number(),
  node: z.string(),
  isolation: z.strictObject({ level: z.string(), driver: z.string() }),
});

/** The performance of one plugin on one machine; times in ms, sizes in bytes. */
export const benchReportSchema = z.strictObject({
  benchVersion: z.literal(benchVersion),
  plugin: z.strictObject({
    name: z.string(),
    version: z.string().optional(),
    bundleDigest: z.string(),
  }),
  machine,
  processes: z.int().describe('Processes in which times were taken'),
  load: z.strictObject({
    importMs: measure.describe(
      'First import of the bundle in a process; without the time in which others had the processor',
    ),
    registerMs: measure.describe('Registration in a running agent, until its services run'),
    totalMs: measure,
    relative: measure.describe('totalMs divided by the start of an agent without the plugin'),
  }),
  components: z.array(
    z.strictObject({
      kind,
      name: z.string(),
      calls: z.int().describe('Calls that were timed, in all processes'),
      p50: measure,
      p95: measure,
      relative: measure.describe(
        'Time divided by that of the reference work, taken in turns with it',
      ),
      waits: z
        .boolean()
        .describe('It mostly waits: its time does not depend on how busy the machine is'),
    }),
  ),
  notEvaluated: z.array(
    z.strictObject({
      what: z.enum(['times', 'memory']),
      kind,
      name: z.string(),
      reason: z.string(),
    }),
  ),
  bundle: z.strictObject({
    bytes: z.int(),
    packed: z
      .string()
      .optional()
      .describe(
        'The bundle itself, gzip in base64: in a baseline, to be measured again beside a newer one',
      ),
  }),
  dependencies: z.strictObject({
    count: z
      .int()
      .describe(
        'Packages that are installed with the plugin; those of the host are not among them',
      ),
    bytes: z.int(),
    missing: z
      .array(z.string())
      .describe('Declared, but not installed here: neither counted nor weighed'),
  }),
  memory: z
    .strictObject({
      calls: z.int(),
      growthBytes: measure.describe('Growth over `calls` calls, garbage collected'),
      components: z
        .array(z.string())
        .describe('What was called, in turns; services are started and stopped'),
      share: z.number().describe('growthBytes.median divided by what was in use before'),
      leak: z.boolean(),
    })
    .nullable()
    .describe('null: nothing could be called often enough'),
  handles: z
    .strictObject({ left: z.array(z.strictObject({ type: z.string(), detail: z.string() })) })
    .nullable()
    .describe('What is open after stop(); null: the agent could not be stopped'),
  spent: z
    .strictObject({
      bundleBytes: z.number(),
      bootMs: z.number().nullable(),
      actionMs: z.number().nullable(),
      memoryBytes: z.number().nullable(),
    })
    .describe('What budgets are held against; null: not measured'),
  budgets: z.array(
    z.strictObject({
      name: z.string(),
      limit: z.number(),
      value: z.number().nullable(),
      result: z.enum(['passed', 'failed', 'not evaluated']),
    }),
  ),
  referenceMs: measure.describe('The reference work: how fast the machine was'),
  measuredAt: z.iso.datetime(),
  durationMs: z.number(),
});

export type BenchReport = z.output<typeof benchReportSchema>;
export type BenchMeasure = z.output<typeof measure>;
export type BenchMachine = z.output<typeof machine>;
