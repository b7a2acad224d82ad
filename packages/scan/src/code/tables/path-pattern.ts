/** A table row that applies to names such as `fs.readFile` or `mysql.createConnection().query`. */
export interface Row {
  /**
   * `{a,b}` is a choice, `*` any text, `~` any chain of members and calls (possibly none). Several names may stand in
   * one pattern, separated by blanks.
   */
  readonly at: string;
}

const escape = (text: string): string => text.replaceAll(/[.()[\]#$^+?|\\]/g, '\\$&');

/** The patterns of one row, with choices written out and blanks taken as separators. */
function expand(pattern: string): string[] {
  const choice = /^(?<head>.*?)\{(?<choices>[^{}]*)\}(?<tail>.*)$/s.exec(pattern)?.groups;
  if (!choice) return [pattern];
  return (choice.choices ?? '')
    .split(',')
    .flatMap((one) => expand(`${choice.head ?? ''}${one}${choice.tail ?? ''}`));
}

const lastName = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

const toRegex = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split('~')
      .map((part) => part.split('*').map(escape).join('.*'))
      .join('(?:[.#(].*)?')}$`,
  );

interface Entry<T> {
  readonly pattern: string;
  /** Whether it stands for one name only. */
  readonly isName: boolean;
  /** Made when a name is first held against it: most rows of a table are never asked. */
  regex: RegExp | undefined;
  readonly row: T;
}

const applies = <T>(entry: Entry<T>, path: string): boolean =>
  entry.isName ? entry.pattern === path : (entry.regex ??= toRegex(entry.pattern)).test(path);

/** Finds the rows of a table that apply to a name; the last member is the index, and the module of patterns that leave it open. */
export function tableOf<T extends Row>(rows: readonly T[]): (path: string) => readonly T[] {
  const byName = new Map<string, Entry<T>[]>();
  const byModule = new Map<string, Entry<T>[]>();
  const anywhere: Entry<T>[] = [];
  for (const row of rows)
    for (const whole of row.at.trim().split(/\s+/))
      for (const pattern of expand(whole)) {
        const entry: Entry<T> = {
          pattern,
          isName: !/[*~]/.test(pattern),
          regex: undefined,
          row,
        };
        const name = lastName(pattern);
        const module = /^[^.(#[*~]+(?=[.(#[~]|$)/.exec(pattern)?.[0];
        if (!/[*~]/.test(name)) addTo(byName, name, entry);
        else if (module !== undefined) addTo(byModule, module, entry);
        else anywhere.push(entry);
      }
  const cache = new Map<string, readonly T[]>();
  const none: readonly Entry<T>[] = [];
  return (path) => {
    let found = cache.get(path);
    if (!found) {
      found = [
        ...(byName.get(lastName(path)) ?? none),
        ...(byModule.get(firstName(path)) ?? none),
        ...anywhere,
      ]
        .filter((entry) => applies(entry, path))
        .map(({ row }) => row);
      if (cache.size < 20_000) cache.set(path, found);
    }
    return found;
  };
}

/** What stands before the first member or call of a name. */
function firstName(path: string): string {
  const end = path.search(/[.(#[]/);
  return end === -1 ? path : path.slice(0, end);
}

function addTo<T>(index: Map<string, T[]>, key: string, entry: T): void {
  const known = index.get(key);
  if (known) known.push(entry);
  else index.set(key, [entry]);
}
