import mysql from 'mysql2';

export const db = mysql.createConnection({ user: 'app', password: process.env.DEMO_DB_PASSWORD });
