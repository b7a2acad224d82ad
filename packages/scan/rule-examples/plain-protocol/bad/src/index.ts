import { Client } from 'basic-ftp';

const client = new Client();
export const connect = (host: string) => client.access({ host });
