import type { CompletionCommand, Offer } from './command-table.js';

const quote = (text: string) => `'${text.replaceAll(/['\\]/g, (char) => `\\${char}`)}'`;

const offer = (value: Offer): string => {
  if (value.kind === 'files') return ' -r -F';
  if (value.kind === 'directories') return " -x -a '(__fish_complete_directories)'";
  return value.words.length === 0 ? ' -x' : ` -x -a ${quote(value.words.join(' '))}`;
};

/** A script for `plugwright completion fish | source`. */
export function fishCompletion(commands: readonly CompletionCommand[]): string {
  const lines = ['# plugwright completion for fish', 'complete -c plugwright -f'];
  for (const command of commands) {
    lines.push(
      `complete -c plugwright -n __fish_use_subcommand -a ${command.name} -d ${quote(command.description)}`,
    );
    const inside = `complete -c plugwright -n ${quote(`__fish_seen_subcommand_from ${command.name}`)}`;
    if (command.argument?.kind === 'words')
      lines.push(`${inside} -a ${quote(command.argument.words.join(' '))}`);
    else if (command.argument !== undefined) lines.push(`${inside} -F`);
    for (const option of command.options) {
      const flags = option.flags
        .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(' ');
      const value = option.value === undefined ? '' : offer(option.value);
      lines.push(`${inside} ${flags} -d ${quote(option.description)}${value}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
