import { logger } from '@elizaos/core';

export const greet = (user: { id: string; email: string }) =>
  logger.info(`welcome ${user.id}, address ${user.email ? 'known' : 'missing'}`);
