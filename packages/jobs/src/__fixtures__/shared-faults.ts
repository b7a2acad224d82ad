// Faults of jobs that several processes share: few in the tests, many in `npm run test:queue`.
export { redisServer } from './redis-server.js';
export { clusterNote, hasPostgresCluster, postgresCluster } from './postgres-cluster.js';
export type { OwnServer } from './own-server.js';
export { tcpProxy } from './tcp-proxy.js';
export { cancelAcross } from './shared-faults/cancelling.js';
export { raceForOne } from './shared-faults/claim-races.js';
export { cutOff } from './shared-faults/cut-wires.js';
export { killWorker } from './shared-faults/killed-workers.js';
export { behindFlood, eachOnce } from './shared-faults/many-workers.js';
export { openAt, type Place } from './shared-faults/place.js';
export { underFaults } from './shared-faults/server-restarts.js';
export { closeWhileAway, stopWhileAway } from './shared-faults/stopping-without-server.js';
