import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';

export const queue = (scope: object) =>
  new Queue(scope, 'jobs', { encryption: QueueEncryption.KMS_MANAGED });
