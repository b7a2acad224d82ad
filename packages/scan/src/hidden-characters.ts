/** Direction marks, zero-width and tag characters; a joiner between letters of its scripts and in emoji is left alone. */
export const HIDDEN =
  /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u180e]|[\u{e0000}-\u{e007f}]|\p{Variation_Selector}{2,}|(?<=[\x20-\x7e])(?:\u200c|\u200d|\ufeff)(?=[\x20-\x7e])/gu;

/** Whether a text holds such characters, or sequences that move the cursor of a terminal over it. */
export const hidesCharacters = (text: string): boolean =>
  text.search(HIDDEN) !== -1 || text.includes('\u001b[');
