import { expressjwt } from 'express-jwt';

export const guard = expressjwt({ secret: String(process.env.DEMO_SECRET), algorithms: ['HS256'] });
