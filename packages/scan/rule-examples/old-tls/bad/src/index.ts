import { Agent } from 'node:https';

export const agent = new Agent({ minVersion: 'TLSv1' });
