import { bubblewrapTools } from '../bubblewrap-tools.js';

/**
 * Tests of the sandbox itself need it: apt-get install bubblewrap. Without it they are left out on a
 * machine of one's own, and fail in CI.
 */
export const bubblewrapIsHere =
  process.platform === 'linux' && (!('missing' in bubblewrapTools()) || Boolean(process.env['CI']));
