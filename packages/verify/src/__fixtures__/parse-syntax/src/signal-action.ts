export const signalAction = {
  name: 'LIGHTHOUSE_SIGNAL'
  description: 'A comma is missing above.',
};
