import cors from 'cors';

export const middleware = cors({ origin: 'https://app.test', credentials: true });
