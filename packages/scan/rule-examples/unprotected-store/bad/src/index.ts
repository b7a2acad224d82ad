import { Queue } from 'aws-cdk-lib/aws-sqs';

export const queue = (scope: object) => new Queue(scope, 'jobs');
