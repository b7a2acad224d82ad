/** Words that say nothing about an API or an operation. */
const stopWords = new Set(
  'a an the this that these those of in on at to for from with by and or as is are be been was were it its your our their his her you we i me us some any all each every using use used via into onto over about which who whose what when where how if then than so such not no also only just new given specified existing specific please can will api apis rest http https www com v1 v2 v3 v4 returns return method endpoint request response'.split(
    ' ',
  ),
);

const irregular: Record<string, string> = {
  people: 'person',
  children: 'child',
  statuses: 'status',
  aliases: 'alias',
  indices: 'index',
  indexes: 'index',
  vertices: 'vertex',
  media: 'media',
  news: 'news',
  series: 'series',
  data: 'data',
  analysis: 'analysis',
  movies: 'movie',
  cookies: 'cookie',
  status: 'status',
  address: 'address',
  access: 'access',
  business: 'business',
  sms: 'sms',
  dns: 'dns',
  gps: 'gps',
  aws: 'aws',
  lens: 'lens',
  canvas: 'canvas',
  bus: 'bus',
};

/** A noun in the singular, good enough to compare words: `branches` → `branch`, `companies` → `company`. */
export function singular(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  if (word.length < 4 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** Words of any text or name, lower case and in order: `listRepoIssues` → `list`, `repo`, `issues`. */
export function splitWords(text: string): string[] {
  return (
    text
      .replace(/([a-z\d])([A-Z])/g, '$1 $2')
      .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** What a text is about: its words in the singular, without the empty ones, in order. */
export function termsOf(text: string): string[] {
  return splitWords(text)
    .filter((word) => !stopWords.has(word) && (word.length > 1 || /\d/.test(word)))
    .map(singular);
}
