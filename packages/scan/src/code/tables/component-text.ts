/** Names that say that nothing is changed, and calls that change something. */
export const READS =
  /^(?:GET|LIST|READ|SHOW|FETCH|FIND|SEARCH|CHECK|VIEW|LOOKUP|LOOK_UP|QUERY|DESCRIBE|COUNT|STATUS)_/;
export const WRITES =
  /\b(?:sendTransaction|signTransaction|sendRawTransaction|writeContract|transfer|transferFrom|approve|swap|unlink(?:Sync)?|rm(?:Sync)?|rmdir(?:Sync)?|writeFile(?:Sync)?|deleteMany|deleteOne|dropCollection|dropTable)\s*\(|\bmethod\s*:\s*['"`](?:DELETE|PUT|PATCH)['"`]|\bDROP\s+TABLE\b|\bDELETE\s+FROM\b/;
