/** Hash functions for which collisions are known. */
export const WEAK_HASH =
  /^(?:md[245]|sha-?1|ripemd(?:128|160)?|rmd160|rsa-(?:md[45]|sha1)|rc4|mdc2)$/i;
/** Ciphers with short keys or blocks, and modes that show which blocks are alike. */
export const WEAK_CIPHER =
  /^(?:des|3des|rc[245]|bf|blowfish|idea|seed|cast|arc4|des-ede|triple)|-ecb$|^ecb$|null/i;

/** Names of what needs no hash that withstands an attack: tags of caches, sums of files, pictures by address, protocols. */
export const NO_SECURITY =
  /e_?tag|check_?sum|cache|gravatar|avatar|content-?md5|revision|shard|bucket|dedup|websocket|(?:file|asset|chunk|short|content|build|css|style|class)_?(?:name|hash|id)/i;
