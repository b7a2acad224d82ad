import type { CompletionCommand, Offer } from './command-table.js';

const offer = (value: Offer | undefined): string => {
  if (value === undefined) return ':';
  if (value.kind === 'files') return 'COMPREPLY=($(compgen -f -- "$cur"))';
  if (value.kind === 'directories') return 'COMPREPLY=($(compgen -d -- "$cur"))';
  return `COMPREPLY=($(compgen -W "${value.words.join(' ')}" -- "$cur"))`;
};

/** A script for `eval "$(plugwright completion bash)"`. Works with bash 3.2 and needs no other package. */
export function bashCompletion(commands: readonly CompletionCommand[]): string {
  const names = commands.map((command) => command.name).join(' ');
  const cases = commands.map((command) => {
    const flags = command.options.flatMap((option) => option.flags).join(' ');
    const values = command.options
      .filter((option) => option.value !== undefined)
      .map((option) => `        ${option.flags.join('|')}) ${offer(option.value)}; return ;;`);
    return `    ${command.name})
      case "$prev" in
${[...values, '        *) ;;'].join('\n')}
      esac
      if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W "${flags}" -- "$cur"))
      else ${offer(command.argument)}; fi ;;`;
  });
  return `# plugwright completion for bash
_plugwright() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  COMPREPLY=()
  if [[ "$COMP_CWORD" -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    *) ;;
  esac
}
complete -o filenames -F _plugwright plugwright
`;
}
