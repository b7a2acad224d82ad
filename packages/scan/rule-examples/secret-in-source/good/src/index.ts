export const key = process.env.DEMO_GOOGLE_KEY;
