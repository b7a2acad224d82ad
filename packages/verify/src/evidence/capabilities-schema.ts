import * as z from 'zod';

const where = z.array(z.enum(['boot', 'tests'])).describe('Gates in which it was seen');
const access = z.enum(['read', 'write']);

/** Things outside a plugin that it may touch, each once, sorted. */
const capabilitySet = z.strictObject({
  hosts: z.array(z.string()).describe('host or host:port'),
  files: z.array(z.strictObject({ path: z.string(), access })),
  environment: z.array(z.string()),
  processes: z.array(z.string()).describe('The program, without its arguments'),
});

/** What a plugin touched while it was watched, held against what its spec declares. */
export const capabilitiesSchema = z.strictObject({
  watched: z
    .array(z.enum(['boot', 'tests']))
    .describe('Gates that ran and were watched to their end'),
  observed: z.strictObject({
    hosts: z.array(z.strictObject({ host: z.string(), in: where })),
    files: z.array(z.strictObject({ path: z.string(), access, in: where })),
    environment: z.array(z.strictObject({ name: z.string(), in: where })),
    processes: z.array(z.strictObject({ command: z.string(), in: where })),
  }),
  declared: capabilitySet
    .nullable()
    .describe('The permissions of the spec; null: there is no spec'),
  undeclared: capabilitySet.describe(
    'Used, but not declared; without a spec everything that was used',
  ),
  unused: capabilitySet.describe('Declared, but not seen in use'),
});

export type Capabilities = z.output<typeof capabilitiesSchema>;
export type CapabilitySet = z.output<typeof capabilitySet>;
export type ObservedCapabilities = Capabilities['observed'];
