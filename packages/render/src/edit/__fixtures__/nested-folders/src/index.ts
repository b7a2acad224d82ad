export { libraryPlugin, libraryPlugin as default } from './core/plugin';
export type { Loan } from './core/types';
