import cors from 'cors';

export const middleware = cors({ origin: true, credentials: true });
