import { credentials } from '@grpc/grpc-js';

export const channel = credentials.createSsl();
