export const role = 'user';
