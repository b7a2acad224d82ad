import type { AskQuestion, TextQuestion } from '@plugwright/engine';
import type { Context } from './context.js';
import { printDiagnostics } from './print-problems.js';
import { canAsk, openTerminal, type Terminal } from './terminal.js';
import { visible } from './visible.js';

/** Asks what a sentence leaves open. */
export interface Asker {
  /** The answer; `undefined` when nobody gives one. Absent where nobody could. */
  ask?: AskQuestion;
  /** To be called at the end. */
  close: () => void;
}

/** An {@link Asker} for the terminal of `context`, opened with the first question. */
export function asker(context: Context): Asker {
  if (!canAsk(context)) return { close: () => {} };
  let opened: Promise<Terminal> | undefined;
  let terminal: Terminal | undefined;
  return {
    ask: async (question, problem) => {
      if (problem !== undefined) printDiagnostics(context, [problem]);
      opened ??= openTerminal(context);
      terminal = await opened;
      return askOne(context, terminal, question);
    },
    close: () => terminal?.close(),
  };
}

async function askOne(
  context: Context,
  terminal: Terminal,
  { text, choices, fallback }: TextQuestion,
): Promise<string | undefined> {
  const c = context.errorColours;
  context.complain(`\n${c.cyan('?')} ${c.bold(visible(text))}`);
  for (const [index, choice] of choices.entries())
    context.complain(`  ${c.dim(`${index + 1})`)} ${visible(choice)}`);
  const likely = fallback === undefined ? '' : ` ${c.dim(`[${visible(fallback)}]`)}`;
  const line = (await terminal.question(`${c.cyan('›')}${likely} `))?.trim();
  if (line === undefined) return undefined;
  if (line === '') return fallback;
  // A number is the number of a choice only while there are choices: "Which threshold?" has none.
  return (/^\d+$/.test(line) ? choices[Number(line) - 1] : undefined) ?? line;
}
