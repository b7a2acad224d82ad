import session from 'express-session';

export const sessions = session({ name: 's', cookie: { secure: false, httpOnly: true } });
