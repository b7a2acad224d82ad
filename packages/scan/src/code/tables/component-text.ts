/** Sentences that give orders to the model that reads them; from published attacks on tool descriptions. */
export const ORDERS: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|every)\s+)*(?:previous|prior|earlier|above|other|system|existing)\b/i,
  /\b(?:do\s+not|don'?t|never)\s+(?:tell|inform|mention|reveal|notify|show|ask|warn|disclose)\b[^.]{0,60}\b(?:user|anyone|human|them|owner|operator)\b/i,
  /\b(?:without|before)\s+(?:telling|informing|notifying|asking|the\s+knowledge\s+of)\s+(?:the\s+)?(?:user|human|owner)\b/i,
  /<\s*\/?\s*(?:IMPORTANT|SYSTEM|INSTRUCTIONS?|SECRET|ADMIN|HIDDEN)\b[^>]*>/i,
  /\b(?:always|must|you\s+(?:must|should|shall|have\s+to))\s+(?:call|use|run|invoke|execute|choose|prefer|select)\s+(?:this|it)\b/i,
  /\b(?:instead\s+of|rather\s+than|before|prior\s+to)\s+(?:calling|using|running|any|every|all)\s+(?:any\s+|every\s+|all\s+)?(?:other\s+)?(?:actions?|tools?)\b/i,
  /\byou\s+are\s+now\b|\bnew\s+instructions?\s*:|\bsystem\s*(?:prompt|override)\s*:/i,
  /\b(?:send|forward|include|attach|append|pass|leak|upload|post)\b[^.]{0,60}\b(?:api[\s_-]?keys?|passwords?|secrets?|private\s+keys?|seed\s+phrase|credentials?|\.env|environment\s+variables?|conversation\s+history|system\s+prompt)\b/i,
];

/** Places and things that a description has no reason to name. */
export const FOREIGN: readonly RegExp[] = [
  /(?:~|\/home\/\w+|\/root)?\/\.(?:ssh|aws|npmrc|env|gnupg|config)\b|\/etc\/(?:passwd|shadow)|id_rsa\b/i,
  /\b(?:private\s+key|seed\s+phrase|mnemonic)\b[^.]{0,40}\b(?:of|from|in)\s+the\s+(?:user|wallet|environment|agent)\b/i,
];

/** Names that say that nothing is changed, and calls that change something. */
export const READS =
  /^(?:GET|LIST|READ|SHOW|FETCH|FIND|SEARCH|CHECK|VIEW|LOOKUP|LOOK_UP|QUERY|DESCRIBE|COUNT|STATUS)_/;
export const WRITES =
  /\b(?:sendTransaction|signTransaction|sendRawTransaction|writeContract|transfer|transferFrom|approve|swap|unlink(?:Sync)?|rm(?:Sync)?|rmdir(?:Sync)?|writeFile(?:Sync)?|deleteMany|deleteOne|dropCollection|dropTable)\s*\(|\bmethod\s*:\s*['"`](?:DELETE|PUT|PATCH)['"`]|\bDROP\s+TABLE\b|\bDELETE\s+FROM\b/;
/** Characters of a description. */
export const LONGEST_TEXT = 1500;
