export const role = 'user‮';
