/*
 * Copyright the authors of the mill plugin.
 * SPDX-License-Identifier: MIT
 */

/** Grinds what it is given. */
export const millPlugin: import('@elizaos/core').Plugin = {
  name: 'plugin-mill',
  description: 'Flour',
  actions: [],
};
