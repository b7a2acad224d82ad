import jwt from 'jsonwebtoken';

export const who = (text: string) => jwt.decode(text);
