import { createServer } from 'node:https';

export const server = createServer({}, (request, response) => response.end('ok'));
