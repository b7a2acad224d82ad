export { main } from './cli.js';
export type { Io, Output } from './io.js';
