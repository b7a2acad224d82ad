export const privateKey = process.env.DEMO_PRIVATE_KEY;
