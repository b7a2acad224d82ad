import mysql from 'mysql2';

export const db = mysql.createConnection({ user: 'app', password: 'k9#Lm2!xQz' });
