/** Sentences by which published attacks on descriptions take a model over; one of them is enough. */
export const ORDERS: readonly RegExp[] = [
  // Leave what you were told.
  /\b(?:ignore|disregard|forget)\s+(?:(?:all|any|the|your|every|of|these|those|such|prior|previous|safety|earlier|above|preceding|other|system|existing|current)\s+){1,4}(?:instructions?|prompts?|rules?|guidelines?|guardrails?|directives?|context|commands?|constraints?|policies|restrictions?|training)\b/i,
  /\b(?:override|bypass|discard|set\s+aside)\s+(?:(?:all|the|your|of|prior|previous|safety|earlier|above|preceding|system|existing)\s+){1,4}(?:instructions?|prompts?|guidelines?|guardrails?|directives?)\b/i,
  /\b(?:your|the)\s+(?:previous|prior|earlier|system)\s+(?:instructions?|prompts?)\s+(?:are|is)\s+(?:now\s+)?(?:void|cancelled|canceled|obsolete|superseded|replaced)\b/i,
  /\byou\s+are\s+now\s+(?:an?|in|the|free|no)\b|\b(?:enter|enable|activate)\s+(?:developer|god|admin|debug|jailbreak|unrestricted)\s+mode\b|\bnew\s+(?:system\s+)?instructions?\s*:/i,
  /\bsystem\s*(?:prompt|override|instruction|message|note|directive)s?\s*:/i,
  /(?:^|[.!?\n]\s*)SYSTEM\s*:/,
  // Say nothing of it.
  // A secret may be kept from users; what is done may not.
  /\b(?:do\s+not|don't|never|must\s+not|should\s+not|without|avoid|no\s+need\s+to)\s+(?:(?:ever|explicitly|also|then|directly|first)\s+){0,2}(?:tell(?:ing)?|inform(?:ing)?|mention(?:ing)?|reveal(?:ing)?|notify(?:ing)?|show(?:ing)?|warn(?:ing)?|disclos(?:e|ing)|alert(?:ing)?|let(?:ting)?|expos(?:e|ing))\b(?!(?:[^.!?\n]|[.!?](?=\w)){0,40}\b(?:tokens?|keys?|passwords?|secrets?|seed|mnemonic|pins?|credentials?)\b)(?:[^.!?\n]|[.!?](?=\w)){0,60}\b(?:users?|anyone|humans?|person|people|them|owner|operator)\b/i,
  /\b(?:do\s+not|don't|never)\s+(?:(?:ever|explicitly|also)\s+){0,2}(?:mention|reveal|disclose|tell|say|admit|acknowledge)\s+(?:to\s+\w+\s+)?(?:that\s+(?:you|it|this|notes|they)|this\s+(?:step|instruction|action|process|verification|tool|to)|these\s+(?:steps|instructions))\b/i,
  /\b(?:without|behind)\s+(?:the\s+)?(?:user|human|owner)(?:'s|s')?\s+(?:knowledge|consent|awareness|noticing|back)\b/i,
  /\b(?:user|person|human)s?\b(?:\s+\w+){0,2}\s+(?:need|should|must)\s*(?:not|n't)\s+(?:know|be\s+(?:told|informed|aware)|notice)\b/i,
  /\b(?:keep|hide|conceal)\s+(?:this|it|these|that|the)\b(?:[^.!?\n]|[.!?](?=\w)){0,50}\b(?:from\s+(?:the\s+)?(?:users?|humans?|person|operator|owner)|between\s+us)\b/i,
  /\b(?:do\s+not|don't|never)\s+(?:ask\s+why|explain\s+(?:why|this|that|it))\b/i,
  /\bpresent\s+(?:it|this|the\s+\w+|them)\s+as\s+if\b/i,
  // What the reader must do with others than this one.
  /\b(?:(?:agent|assistant|model|ai|llm)\s+(?:must|has\s+to|needs\s+to)|(?:assistant|ai|llm)\s+(?:should|shall))\s+(?:(?:always|first|also|then)\s+){0,2}(?:send|call|use|include|prepend|append|ignore|read|forward|change|reply|respond|invoke|execute|run)\b/i,
  /\b(?:prefix|prepend|wrap)\s+(?:every|all|each|any)\b(?:[^.!?\n]|[.!?](?=\w)){0,30}\b(?:commands?|responses?|repl(?:y|ies)|answers?|messages?)\b/i,
  /\bread(?:ing)?\b(?:[^.!?\n]|[.!?](?=\w)){0,100}\b(?:and|then)\s+(?:pass|include|send|put|attach|append|paste)(?:ing)?\s+(?:its|the|their)\s+(?:full\s+|entire\s+)?contents?\b/i,
  // Marks of a prompt, as nobody writes them in a description.
  /<\s*\/?\s*(?:IMPORTANT|SYSTEM|INSTRUCTIONS?|SECRET|ADMIN|HIDDEN|CRITICAL|INFORMATION|ASSISTANT|PROMPT)\b[^<>]{0,40}>/,
  /\[\/?INST\]|<\|(?:im_start|im_end|system|user|assistant|endoftext)\|>|^#{2,}\s*(?:system|instruction)s?\b/im,
  // This one before all others, for whatever is asked.
  /\b(?:always|must|shall|have\s+to|required\s+to)\s+(?:be\s+)?(?:call|use|run|invoke|execute|choose|prefer|select|called|used|invoked)\s+(?:this\s+(?:tool|action|function|plugin|one)|it|this(?=\s+(?:first|before|instead|for\b)))\b(?:[^.!?\n]|[.!?](?=\w)){0,40}\b(?:first|before\s+(?:any|every|all|each|other)|instead|for\s+(?:any|every|all|each))\b/i,
  /\b(?:this|it)\b(?:[^.!?\n]|[.!?](?=\w)){0,30}\bmust\s+(?:always\s+)?be\s+(?:called|used|invoked|run)\s+(?:first|before\s+(?:any|every|all|each)\b)/i,
  /\b(?:before|prior\s+to|instead\s+of|rather\s+than)\s+(?:calling|using|running|invoking|executing)?\s*(?:any|every|all|the)\s+(?:of\s+the\s+)?other\s+(?:actions?|tools?|functions?|plugins?)\b/i,
  /\b(?:never|do\s+not|don't)\s+(?:call|use|run|invoke|choose)\s+(?:any\s+|the\s+)?other\s+(?:actions?|tools?|functions?|plugins?)\b/i,
  /\b(?:for|on|with)\s+(?:any|every|each|all)\s+(?:user\s+)?(?:requests?|messages?|questions?|prompts?)\b(?:[^.!?\n]|[.!?](?=\w)){0,40}\b(?:always|must|first)\s+(?:call|use|run|invoke)\b/i,
  /\b(?:important|critical|note)\b(?:[^.!?\n]|[.!?](?=\w)){0,20}:\s*(?:when|whenever|if)\s+(?:the\s+)?(?:other\s+)?[\w-]+\s+(?:tool\s+)?is\s+(?:used|called|invoked)\b/i,
];

/** Private things by their names; files that hold keys are known without. */
export const PRIVATE =
  /(?<![\w])(?:~\/)?\.env\b(?!\.(?:example|sample))|\bmcp\.json\b|\bclaude_desktop_config\b|\b(?:private|secret|hidden)\s+(?:config(?:uration)?|directory|folder|file|key)s?\b|\bssh\s+keys?\b|\bseed\s+phrase\b|\bmnemonic\b|\b(?:local|stored|user's|all|any|system|master)\s+(?:\w+\s+)?(?:credentials?|secrets?|passwords?|api[\s_-]?keys?|tokens?)\b|\bcredentials\s+and\s+api\b|\b(?:api[\s_-]?keys?|tokens?|passwords?|secrets?|credentials?)\s+(?:you|it\s+can)\s+(?:find|see|have|know)\b|\benvironment\s+variables?\b|\b(?:system|admin|company|internal):\/\/\w+/i;

/** What was said, and what the model was told. */
export const TALK =
  /\b(?:conversation|chat|message)\s+(?:history|context|log|list|transcript)\b|\b(?:full|entire|whole|complete|previous|current|prior)\s+(?:\w+\s+)?(?:conversation|chat|chats|context|dialogue|transcript|messages)\b|\buser'?s?'?\s+(?:\w+\s+)?messages\b|\bsystem\s+prompt\b/i;

/** Orders to take something somewhere, in the languages that attacks were seen in. */
export const MOVES =
  /\b(?:send|forward|email|post|upload)_\w+|\b(?:send(?:ing)?|forward(?:ing)?|includ(?:e|ing)|attach(?:ing)?|append(?:ing)?|prepend(?:ing)?|pass(?:ing)?|leak|upload(?:ing)?|post|put|paste|copy(?:ing)?|email|exfiltrate|submit|transmit|write|insert|add|report|place|embed|read(?:ing)?|fetch(?:ing)?|open|extract|collect|retrieve|env[ií]a(?:lo)?|sende|schicke|envoie|envoyer|invia|enviar|lee|lies|lis|leggi)\b|发送|读取|上传|送信|読み取/i;
/** Where it is to go. */
export const TO_A_PLACE =
  /\b(?:send|forward|email|post|upload)_\w+|https?:\/\/|\b[\w.+-]+@[\w-]+\.\w{2,}|\+\d{7,}|\b(?:in|into|as|to|with|through|via|using|inside)\s+(?:the|your|its|a|an|every|each)?\s*["'`]?[\w -]{0,30}["'`]?\s*(?:field|param(?:eter)?|argument|response|reply|answer|output|message|request|query|metadata|note|server|tool)s?\b|\bas\s+["'`]?(?:sidenote|notes?|context|metadata|feedback|proxy)\b|\b(?:put|paste)\s+(?:it|them|that)\s+here\b|\b(?:attached|included|onward)\b/i;
/** Words that make a sentence an order to the reader instead of what the component does. */
export const COMMANDS =
  /\b(?:you\s+(?:must|should|shall|need\s+to|have\s+to|are\s+(?:required|expected)\s+to)|must\s+(?:first|also|always)|always|silently|quietly|secretly|please|before\s+\w+ing|after\s+\w+ing|first,?\s+(?:read|open|get|fetch)|also\s+(?:read|send|include)|otherwise\s+(?:the|this)\s+(?:tool|action)|antes\s+de|als\s+erstes|avant\s+de)\b|\b(?:important|critical|system|note)\b\s*:/i;

/** A step with another tool by its name: `after that, call send_email`. */
export const OTHER_TOOL =
  /\b(?:you\s+must|must|always|then|first|afterwards?|before\s+[\w\s]{1,30},|after\s+[\w\s]{1,30},)\s+(?:also\s+)?(?:call|invoke|execute|run|use)\s+(?:the\s+)?["'`]?[a-z]+(?:_[a-z]+)+\b|\bwhen(?:ever)?\s+["'`]?[a-z]+(?:_[a-z]+)+["'`]?\s+(?:tool\s+)?is\s+(?:used|called|invoked)\b/i;

/** Talk about attacks, by those who look for them. */
export const GUARDS =
  /\b(?:whether|tries\s+to|attempts?\s+to|detect|block|guard|prevent|scan|flag|reject|filter|refuse|sanitiz|protect|moderat|hostile|attack|injection)\w*/i;
