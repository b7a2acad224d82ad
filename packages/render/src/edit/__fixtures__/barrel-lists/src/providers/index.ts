import { skyProvider } from './sky.js';

export const providers = [skyProvider];
