/** A kind of job that tells of itself in three events. */
export const tale = {
  kind: 'tale',
  maxAttempts: 1000,
  events: ['job.started', 'job.progress', 'job.completed'],
  async run({ progress }) {
    await progress('half');
    return null;
  },
};
