import type { Plugin } from '@elizaos/core';
import {ringAction} from './ring.js';

export default { name: 'plugin-bell', description: 'Rings', actions: [ringAction] } as Plugin;
