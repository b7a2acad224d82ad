import type { Level } from '../policy/policy.js';

/** Dark enough for white text (WCAG 2.2, contrast 4.5:1). */
export const levelColours: Readonly<Record<Level | 'none', string>> = {
  L0: '#5b6472',
  L1: '#9a5b13',
  L2: '#4a6a8a',
  L3: '#7a6200',
  none: '#a1260d',
};
