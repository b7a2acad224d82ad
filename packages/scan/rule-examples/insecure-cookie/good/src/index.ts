import session from 'express-session';

export const sessions = session({ name: 's', cookie: { secure: true, httpOnly: true } });
