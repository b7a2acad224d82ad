export const snapshot = JSON.stringify({ mode: process.env.NODE_ENV });
