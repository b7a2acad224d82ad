import jwt from 'jsonwebtoken';

export const issue = (user: { id: string; password: string }, key: string) =>
  jwt.sign({ id: user.id }, key);
