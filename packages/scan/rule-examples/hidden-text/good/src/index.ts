const plain = (digits: string) =>
  digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));

export const name = (digits: string) => plain(digits);
