import type { Plugin } from '@elizaos/core';
import { lendAction } from '../features/lending/lend';
import { returnAction } from '../features/lending/return';
import type { Loan } from './types';

export const loans: Loan[] = [];

export const libraryPlugin: Plugin = {
  name: 'plugin-library',
  description: 'Books for everyone',
  actions: [
    lendAction,
    returnAction
  ]
};
