import jwt from 'jsonwebtoken';

const secret = 'summer-in-the-city-1968';

export const issue = (id: string) => jwt.sign({ id }, secret, { expiresIn: '5m' });
