import * as z from 'zod';
import { label, text } from './spec-fields.js';
import { specLimits } from './spec-limits.js';

/** Text with `{parameter}` placeholders; any other brace stands for itself. */
export const textRunSchema = z.strictObject({
  kind: z.literal('text'),
  template: text(specLimits.text).describe('Text with {parameter} placeholders'),
});
/** Asks the agent's own model; `prompt` has `{parameter}` placeholders. With `labels`, the answer is one of them. */
export const modelRunSchema = z.strictObject({
  kind: z.literal('model'),
  prompt: text(specLimits.text).describe('Prompt with {parameter} placeholders'),
  size: z.enum(['small', 'large']).default('small'),
  output: z
    .enum(['text', 'json'])
    .default('text')
    .describe('json: the answer is parsed, and asked for again when it cannot be'),
  labels: z
    .array(label)
    .min(2)
    .max(32)
    .optional()
    .describe('The answer is one of these, so the action sorts a text'),
});
/** A file that a person writes; created once, never touched again. Until then it answers that it is not written. */
export const customRunSchema = z.strictObject({
  kind: z.literal('custom'),
  notes: z
    .string()
    .max(specLimits.text)
    .default('')
    .describe('What the code has to do, for whoever writes it'),
});
