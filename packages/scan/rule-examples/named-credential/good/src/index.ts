export const settings = { clientSecret: process.env.DEMO_CLIENT_SECRET, password: 'your-password' };
