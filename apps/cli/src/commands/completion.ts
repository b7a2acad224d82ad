import { bashCompletion } from '../completion/bash.js';
import { commandTable } from '../completion/command-table.js';
import { fishCompletion } from '../completion/fish.js';
import { zshCompletion } from '../completion/zsh.js';
import type { Context } from '../context.js';
import { PlugwrightError } from '../error-table.js';
import { exitCode } from '../exit-code.js';
import { buildProgram, shells } from '../program.js';

const writers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `plugwright completion bash|zsh|fish` */
export async function completion(context: Context, [shell = '']: string[]): Promise<number> {
  const known = shells.find((one) => one === shell);
  if (known === undefined)
    throw new PlugwrightError({
      code: 'PW_CLI_SHELL_UNKNOWN',
      message: `There is no completion for ${JSON.stringify(shell)}.`,
      hint: `Use ${shells.join(', ')}.`,
    });
  const script = writers[known](commandTable(buildProgram(context, () => {})));
  context.print(script.trimEnd());
  context.emitJson({ shell: known, script });
  return exitCode.done;
}
