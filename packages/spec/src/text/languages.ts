/** The commonest words of languages that are written in Latin letters, without those that English shares. */
const WORDS: Readonly<Record<string, string>> = {
  German:
    'der die das und ist nicht ein eine mit für auf den dem ich wir soll bitte kann wenn einen erstelle mein meine zu von werden',
  French:
    'le la les des une est pas pour dans avec que qui je nous vous sur crée créer mon ma mes du au aux une plugin qui',
  Spanish:
    'el los las una es para con que por del como mi crear crea quiero un y en cuando se lo al',
  Italian: 'il lo gli una è per con che non del della crea vorrei mio mia di un e quando si nel',
  Portuguese:
    'o os as uma é para com que não do da criar crie quero meu minha um e em quando se no na',
  Dutch: 'de het een is niet met voor op dat en van maak mijn ik wij wanneer die te zijn',
  Polish: 'jest nie na się do że i w z dla który utwórz chcę moje wtyczkę oraz przez',
  Turkish: 've bir için ile bu olan oluştur eklenti istiyorum gibi daha çok',
  Swedish: 'och att det är en ett för med som inte på skapa jag min när av',
};
const ENGLISH = new Set(
  'the a an and or of to in for with that when is are it my your our me from on by as at this please create make build plugin get send list every if can you should i we want new all search post show what how which who not be do does have has will would could'.split(
    ' ',
  ),
);

/** A language other than English that the text is written in, by its commonest words or its script; undefined for English. */
export function foreignLanguage(text: string): string | undefined {
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter));
  if (letters.length > 0 && latin.length < letters.length * 0.6) return 'another script';
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < 3) return undefined;
  const english = words.filter((word) => ENGLISH.has(word)).length;
  let best: { name: string; score: number } | undefined;
  for (const [name, list] of Object.entries(WORDS)) {
    const known = new Set(list.split(' '));
    const score = words.filter((word) => known.has(word)).length;
    if (score > (best?.score ?? 0)) best = { name, score };
  }
  return best && best.score >= 2 && best.score > english * 1.5 && best.score >= words.length * 0.2
    ? best.name
    : undefined;
}
