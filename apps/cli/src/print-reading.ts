import type { SentenceReading, TextQuestion } from '@plugwright/engine';
import type { Context } from './context.js';
import { visible } from './visible.js';

/** More rows of evidence than this are counted, not shown; `--json` and `--debug` have them all. */
const shownEvidence = 12;

/** What was understood of a sentence, on stderr: evidence, operations found, assumptions, open questions. */
export function printReading(
  context: Context,
  reading: SentenceReading,
  { withEvidence = false } = {},
): void {
  if (withEvidence) printEvidence(context, reading);
  printLinked(context, reading);
  printAssumptions(context, reading);
  printQuestions(context, reading.questions);
}

function printEvidence(context: Context, { fields, recipes, text }: SentenceReading) {
  const c = context.errorColours;
  const rows = fields.filter(({ evidence }) => evidence !== null);
  const shown = context.flags.debug ? rows : rows.slice(0, shownEvidence);
  if (recipes.length > 0) context.note(`${c.bold('Recipes')}  ${recipes.join(', ')}`);
  if (shown.length === 0) return;
  context.note(c.bold('Evidence'));
  const paths = shown.map(({ path }) => short(path, 36));
  const width = Math.max(...paths.map((path) => path.length));
  for (const [index, { value, evidence, source, confidence }] of shown.entries()) {
    const said = evidence === null ? '' : text.slice(evidence[0], evidence[1]);
    context.note(
      `  ${c.cyan((paths[index] ?? '').padEnd(width))}  ${visible(short(valueText(value), 40))}  ${c.dim(
        `${source} ${confidence.toFixed(2)}, “${visible(short(said, 48))}”`,
      )}`,
    );
  }
  if (rows.length > shown.length)
    context.note(c.dim(`  … and ${rows.length - shown.length} more (--debug shows all of them)`));
}

function printLinked(context: Context, { linked }: SentenceReading) {
  const c = context.errorColours;
  if (linked.length === 0) return;
  context.note(c.bold('Operations'));
  for (const { action, phrase, chosen, others, document } of linked) {
    context.note(
      `  ${c.cyan(action)}  “${visible(phrase)}” → ${visible(chosen)}  ${c.dim(document)}`,
    );
    if (others.length > 0) context.note(c.dim(`    next best: ${others.map(visible).join('; ')}`));
  }
}

function printAssumptions(context: Context, { assumptions }: SentenceReading) {
  const c = context.errorColours;
  if (assumptions.length === 0) return;
  context.note(c.bold(c.yellow('Assumed')));
  for (const { text, path } of assumptions)
    context.note(`  ${c.yellow('•')} ${visible(text)}${path === '' ? '' : `  ${c.dim(path)}`}`);
}

/** The reading as `--json` shows it, beside what became of it. */
export function readingJson(reading: SentenceReading | undefined): object {
  if (reading === undefined) return {};
  const { text, outcome: _, ...rest } = reading;
  return { sentence: text, ...rest };
}

/** The questions with their ids, and how to answer where nobody can be asked. */
export function printQuestions(context: Context, questions: readonly TextQuestion[]): void {
  const c = context.errorColours;
  if (questions.length === 0) return;
  context.complain(c.bold(c.cyan('Questions')));
  for (const { id, text, choices, fallback } of questions) {
    context.complain(`  ${c.cyan('?')} ${c.bold(visible(id))}  ${visible(text)}`);
    if (choices.length > 0)
      context.complain(`      ${c.dim('for example:')} ${choices.map(visible).join(' | ')}`);
    if (fallback !== undefined)
      context.complain(`      ${c.dim('otherwise:')} ${visible(fallback)}`);
  }
  const [first] = questions;
  const example = first?.fallback ?? first?.choices[0] ?? '…';
  context.note(
    c.dim(
      `  Answer with --answers FILE (YAML or JSON, ${JSON.stringify(first?.id)}: ${JSON.stringify(example)}), or take what is assumed with --yes.`,
    ),
  );
}

const valueText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

const short = (text: string, max: number) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > max ? `${line.slice(0, max - 1)}…` : line;
};
