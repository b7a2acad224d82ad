import * as z from 'zod';
import { benchReportSchema } from '../bench/bench-report.js';
import { capabilitiesSchema } from './capabilities-schema.js';

/** Raised when a field changes its meaning or goes away; readers refuse what they do not know. */
export const evidenceVersion = 1;

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/)
  .describe('sha256:<hex>');
const named = z.strictObject({ name: z.string(), digest });
const tool = z.strictObject({ name: z.string(), version: z.string() });
const level = z.enum(['sandbox', 'restricted', 'none']);
const json = z.json();

const diagnostic = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  /** JSON Pointer into the file; empty when the finding is about the whole. */
  path: z.string(),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  rule: z.string().optional(),
  hint: z.string().optional(),
});

/** One gate: what it was given, with which tools, how far from the machine, and what came out. */
export const evidenceGateSchema = z.strictObject({
  gate: z.string(),
  result: z.enum(['passed', 'failed', 'skipped']),
  skipped: z.string().optional().describe('Why it did not run'),
  tools: z.array(tool),
  inputs: z.array(named).describe('What it was given'),
  outputs: z
    .array(named)
    .describe(
      'What came out; `result` is over result, diagnostics and facts, which hold nothing that a second run would change',
    ),
  isolation: z
    .strictObject({ level, driver: z.string() })
    .nullable()
    .describe('How the code of the plugin was run; null: the gate runs none of it'),
  diagnostics: z.array(diagnostic),
  facts: z
    .record(z.string(), json)
    .describe('What was found out, without times and sizes of the run'),
  measured: z
    .record(z.string(), json)
    .describe('Times and sizes of the run, in ms and bytes; differ from run to run'),
  durationMs: z.number().min(0),
});

/** Everything that one run of the gates found out about one plugin. */
export const evidenceSchema = z.strictObject({
  evidenceVersion: z.literal(evidenceVersion),
  plugin: z.strictObject({
    name: z.string(),
    version: z.string().optional(),
    generated: z.boolean().describe('It has a plugwright.yaml that was read'),
  }),
  subject: z
    .strictObject({
      digest: digest.describe('Over paths and texts of all files, in path order'),
      files: z.array(z.strictObject({ path: z.string(), bytes: z.int().min(0), digest })),
    })
    .describe(
      'The text files that were checked; binary files, node_modules, dist and .env are not among them',
    ),
  spec: digest.optional().describe('Of plugwright.yaml'),
  dependencies: z.strictObject({
    origin: z.enum(['option', 'plugin', 'installed', 'cache']),
    versions: z.record(z.string(), z.string()),
    digest,
  }),
  verifier: tool,
  platform: z.strictObject({ os: z.string(), arch: z.string(), node: z.string() }),
  isolation: z.strictObject({
    level,
    driver: z.string(),
    reason: z.string().optional().describe('Why the level is not sandbox'),
    selfTest: z
      .array(z.strictObject({ name: z.string(), open: z.boolean() }))
      .describe('Attempts to get out that were made before the run; open: it got out'),
  }),
  result: z.enum(['passed', 'failed', 'cancelled']),
  gates: z.array(evidenceGateSchema),
  capabilities: capabilitiesSchema,
  performance: benchReportSchema.optional().describe('When the performance gate ran'),
  startedAt: z.iso.datetime(),
  durationMs: z.number().min(0),
});

/** The evidence document, plain JSON. */
export type Evidence = z.output<typeof evidenceSchema>;
export type EvidenceGate = Evidence['gates'][number];

/** JSON Schema (draft 2020-12) of the document, for readers in other languages. */
export const evidenceJsonSchema = (): Record<string, unknown> => ({
  $id: `https://plugwright.dev/schema/evidence-${evidenceVersion}.json`,
  title: 'Plugwright evidence',
  ...z.toJSONSchema(evidenceSchema),
});
