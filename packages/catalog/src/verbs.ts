/** What a verb wants done to a resource. */
export type VerbClass = 'read' | 'list' | 'search' | 'create' | 'update' | 'delete' | 'act';

const table: Readonly<Record<Exclude<VerbClass, 'act'>, string>> = {
  read: 'get retrieve show display read check view fetch inspect describe see obtain tell return look find load download info details export report count verify summarize summary',
  list: 'list enumerate browse',
  search: 'search find query lookup discover filter',
  create:
    'create add new make insert post send submit register open start publish write compose draft upload import generate book schedule order buy purchase invite subscribe trigger run launch execute deploy mint clone copy append attach issue place request transcribe charge pay',
  update:
    'update edit modify change rename set adjust configure put patch replace mark move reschedule close reopen complete finish archive assign enable disable toggle resolve upsert',
  delete:
    'delete remove clear drop erase destroy cancel unsubscribe revoke unfollow unstar unlike unpin leave trash',
};

/** Verbs that only name the class: the path or the method says the same. Others are words to look for, too. */
const plain = new Set(
  'get retrieve show display read view fetch see obtain tell return look find list enumerate browse search query lookup create add new make insert register write compose update edit modify change set adjust patch delete remove drop erase describe info details'.split(
    ' ',
  ),
);

const classes = new Map<string, VerbClass[]>();
for (const [name, words] of Object.entries(table))
  for (const word of words.split(' '))
    classes.set(word, [...(classes.get(word) ?? []), name as VerbClass]);

/** The classes of a verb, the usual one first; none when it is no verb we know. */
export function verbClasses(word: string): readonly VerbClass[] {
  return classes.get(word) ?? [];
}

/** Whether the verb says nothing but its class. */
export function isPlainVerb(word: string): boolean {
  return plain.has(word);
}

/** Two words with one meaning in the names of operations. */
const same = [
  'get retrieve fetch show read view return',
  'search find query lookup',
  'create add insert new make post',
  'update edit modify change patch put',
  'delete remove destroy drop',
  'send post',
  'pause stop',
  'next skip',
  'ban kick block',
  'buy purchase order',
  'transcribe transcription',
  'generate generation create',
  'moderate moderation',
  'trigger run start execute build',
  'like favorite favourite heart',
  'star favorite',
  'schedule book plan',
  'email mail message',
  'sms message text',
  'song track music',
  'photo picture image',
  'gif image',
  'repo repository',
  'user member person account profile',
  'subscriber member contact',
  'event meeting appointment',
  'file content document attachment',
  'task todo',
  'money payment',
  'call phone',
  'status transition state',
  'row value record',
  'message comment note',
  'channel conversation room',
  'action command',
  'share link shared',
  'free busy available availability',
  'pr pull',
  'mr merge',
  'weather observation condition',
  'cost price pricing',
  'log worklog',
  'work worklog',
  'speech voice audio tts',
  'text words sentence',
  'number id',
  'upsert update add',
  'voice audio',
  'vector embedding',
  'deploy deployment release',
  'rollback restore revert',
  'film movie',
  'picture avatar',
  'clone copy add duplicate',
  'invoice bill',
  'resume play start',
  'reboot restart',
  'assign assignee',
  'follow follower',
  'unread message',
  'trash bin',
  'latest recent newest current',
  'trending popular',
  'stat statistic metric analytics',
];
const synonyms = new Map<string, Set<string>>();
for (const group of same) {
  const words = group.split(' ');
  for (const word of words) {
    const others = synonyms.get(word) ?? new Set();
    for (const other of words) if (other !== word) others.add(other);
    synonyms.set(word, others);
  }
}

const none: ReadonlySet<string> = new Set();
/** Words that often stand for this one; not itself. */
export function synonymsOf(word: string): ReadonlySet<string> {
  return synonyms.get(word) ?? none;
}
