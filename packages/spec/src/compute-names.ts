/** The functions of a `compute` run; `compute-functions.ts` says what each needs. */
export const COMPUTE_NAMES = [
  'convertUnits',
  'convertCurrency',
  'dateDifference',
  'addToDate',
  'dayOfWeek',
  'timeInZone',
  'percentage',
  'arithmetic',
  'statistics',
  'randomNumber',
  'rollDice',
  'flipCoin',
  'pickOne',
  'uuid',
  'hashText',
  'encodeText',
  'countText',
  'loanPayment',
  'compoundInterest',
  'tip',
] as const;

export type ComputeName = (typeof COMPUTE_NAMES)[number];
