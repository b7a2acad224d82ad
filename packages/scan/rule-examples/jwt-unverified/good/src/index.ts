import jwt from 'jsonwebtoken';

export const who = (text: string) =>
  jwt.verify(text, process.env.DEMO_SECRET, { algorithms: ['HS256'] });
