import { expressjwt } from 'express-jwt';
import { isRevoked } from './revoked.js';

export const guard = expressjwt({ secret: String(process.env.DEMO_SECRET), algorithms: ['HS256'], isRevoked });
