export const settings = { clientSecret: 'q8Zr-41xKp9w' };
