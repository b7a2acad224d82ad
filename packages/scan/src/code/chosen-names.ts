import type ts from 'typescript';

const OF_SECRETS =
  /key|token|secret|passw|credential|private|mnemonic|auth|['"^](?:aws|azure|gcp|google|github|gh|ssh|docker|wallet)_/i;

/**
 * Whether a predicate over names keeps what is known to be harmless: a list or a beginning of ours, or all but what is
 * called a secret. One that looks for keys and tokens, or lets all through, does the opposite.
 */
export function choosesByName(predicate: ts.ArrowFunction): boolean {
  const text = predicate.body.getText();
  const isNegated = /!\s*[\w./[(]|!==?|===? *false/.test(text);
  if (OF_SECRETS.test(text)) return isNegated;
  return isNegated
    ? /!==?\s*['"]|!\s*[\w.]+\.(?:has|includes|test)\(|!\s*(?:\/|\w*(?:secret|sensitive)\w*\()/i.test(
        text,
      )
    : /\.(?:has|includes|startsWith|test)\(|===? *['"]/.test(text);
}

/** `.map(([name, value]) => [name, isSecret(name) ? '***' : value])`. */
export const masksByName = (list: ts.Expression): boolean =>
  /\.(?:map|flatMap|reduce)\([\s\S]*\?[^.?][\s\S]*:/.test(list.getText());
