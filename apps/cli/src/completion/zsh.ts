import type { CompletionCommand, CompletionOption, Offer } from './command-table.js';

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
/** Inside `[…]` of an `_arguments` spec. */
const label = (text: string) => text.replaceAll(/[[\]:\\]/g, (char) => `\\${char}`);

const offer = (value: Offer): string => {
  if (value.kind === 'files') return '_files';
  if (value.kind === 'directories') return '_files -/';
  return value.words.length === 0 ? ' ' : `(${value.words.join(' ')})`;
};

const option = ({ flags, description, value }: CompletionOption): string[] =>
  flags.map((flag) => {
    const what = value === undefined ? '' : `:${flag.replace(/^-+/, '')}:${offer(value)}`;
    return quote(`${flag}[${label(description)}]${what}`);
  });

/** A script for `eval "$(plugwright completion zsh)"`, or a file `_plugwright` in `$fpath`. */
export function zshCompletion(commands: readonly CompletionCommand[]): string {
  const described = commands.map((c) => `    ${quote(`${c.name}:${label(c.description)}`)}`);
  const cases = commands.map((command) => {
    const parts = command.options.flatMap(option);
    if (command.argument !== undefined) parts.push(quote(`1:argument:${offer(command.argument)}`));
    return `    ${command.name}) _arguments ${parts.join(' \\\n        ')} ;;`;
  });
  return `#compdef plugwright
_plugwright() {
  local -a commands
  commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' commands
    return
  fi
  local name="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$name" in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = "_plugwright" ]; then _plugwright "$@"; else compdef _plugwright plugwright; fi
`;
}
