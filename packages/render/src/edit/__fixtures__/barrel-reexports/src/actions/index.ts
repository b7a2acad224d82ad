export { sendAction } from './send';
export { trackAction } from './track';
