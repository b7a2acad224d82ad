const pieces = ['$(id)', '`id`', ';rm -rf .', '| cat', '&& x', '"', "'", '\\', '\n', '*', '~'];
/** 50 arguments that a shell, a printf or an option parser would take for something else. */
export const hostileArguments: string[] = [
  ...pieces,
  ...pieces.map((piece) => `a ${piece} b`),
  ...pieces.map((piece) => `--flag=${piece}${piece}`),
  '',
  ' ',
  '-e',
  '--eval',
  '%PATH%',
  '$HOME',
  '${IFS}',
  '\u202e\u0000'.slice(0, 1),
  'é\u{1f600}',
  '\r\n\t',
  '<in >out',
  '{a,b}',
  '!!',
  '#x',
  '\u001b[31m',
  '^C',
  'a'.repeat(10_000),
];
