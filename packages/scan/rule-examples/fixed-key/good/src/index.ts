import jwt from 'jsonwebtoken';

export const issue = (id: string, secret: string) => jwt.sign({ id }, secret, { expiresIn: '5m' });
