const set = (words: string) => new Set(words.split(' '));

/** Closed classes of English words: the whole list, not a sample. */
export const DETERMINERS = set(
  'a an the this that these those my your our his her its their any some all each every both no another other what which whatever',
);
export const POSSESSIVES = set('my your our his her its their whose');
export const PREPOSITIONS = set(
  'of from by with in on at to for into onto via through using about across over under between against without within as per given during after before behind near around upon off out than like towards toward until since along among beyond inside outside regarding concerning including based depending according whether how where why because so while whenever when if once unless',
);
export const OBJECT_PRONOUNS = set('it them those these this that one ones');
/** Who is served; never what an action is about when there is something else. */
export const PERSONS = set(
  'me us you user users agent agents bot bots people anyone everyone someone him her eliza elizaos members visitors customers clients everybody person',
);
export const SEPARATORS = set(', ; and or & / then plus + but');
export const RELATIVES = set('that which who whom whose where');
export const CONDITIONS = set('when whenever if once unless while until');
/** Adjectives that say nothing about what an action does. */
export const EMPTY_ADJECTIVES = set(
  'recent live real-time realtime real available specific specified given certain various different multiple several simple full own relevant matching related existing detailed chosen entire whole following associated particular single few many more most actual comprehensive advanced native custom upcoming-only cross-chain easy quick fast instant seamless automatic automated direct basic secure powerful rich smart intelligent incoming local respective necessary additional extra appropriate corresponding underlying-only possible brief short nice daily-only up-to-date open-source complete-only',
);
/** Adjectives that a second noun shares: `trending coins and pools`. */
export const SHARED_ADJECTIVES = set(
  'trending top new latest newest active popular current best worst',
);
/** How an entry is; never what it is. */
export const STATE_ADJECTIVES = set(
  'old new open closed last past next broken unread missing lost done finished pending unpaid paid free own favourite favorite first second third public private random late early due overdue',
);
/** Nouns that only measure or group what follows `of`. */
export const GROUP_NOUNS = set(
  'list lists set sets number collection kind kinds type types series group pair couple bunch range variety amount piece pieces',
);
/** Nouns that need what they are about to mean anything. */
export const ABOUT_NOUNS = set(
  'info information details detail status state summary history stats statistics overview metadata facts data news content contents',
);
/** Things without a plural that follow a verb directly: `send email`. */
export const MASS_NOUNS = set(
  'email mail music audio video text data information info feedback media weather status money crypto code content speech traffic news sentiment sql data feedback dice',
);
export const ADVERBS = set(
  'also always then now again afterwards afterward later back automatically please only just even still instantly directly together anytime soon first finally optionally too well right away up down there here ever currently not',
);
