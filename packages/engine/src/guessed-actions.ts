import type { Span, TextResult } from '@plugwright/spec/text';

/** An action that sends a request to a path nobody named. */
export interface GuessedAction {
  /** Name of the action. */
  action: string;
  /** Key of its API, which is the id of the provider. */
  provider: string;
  /** What the action should do, in a few words: `create issue`. */
  phrase: string;
  /** JSON pointer to the guessed path. */
  path: string;
  evidence: Span | null;
}

const requestPath = /^\/actions\/(\d+)\/run\/path$/;

/** The actions of a reading whose request goes to a guessed path. */
export function guessedActions({ spec, fields }: TextResult, sentence: string): GuessedAction[] {
  return fields.flatMap(({ path, source }) => {
    const index = requestPath.exec(path)?.[1];
    if (index === undefined || source !== 'assumed') return [];
    const action = spec?.actions[Number(index)];
    if (action?.run.kind !== 'http') return [];
    const { api } = action.run;
    const named = fields.find((one) => one.path === `/actions/${index}/name`);
    const evidence = named?.evidence ?? null;
    // "manage issues" becomes four actions; only their names tell them apart.
    const isShared = fields.some(
      (one) =>
        one !== named &&
        /^\/actions\/\d+\/name$/.test(one.path) &&
        one.evidence?.[0] === evidence?.[0],
    );
    const said = evidence === null || isShared ? '' : sentence.slice(...evidence);
    const words = action.name.toLowerCase().replaceAll('_', ' ');
    return [{ action: action.name, provider: api, phrase: phraseOf(said, words), path, evidence }];
  });
}

/** Words of a clause that a search for an operation can use; those of the name where there are none. */
function phraseOf(said: string, words: string): string {
  const line = said.replace(/\s+/g, ' ').trim();
  return line.length < 3 || line.length > 160 ? words : line;
}
