import type { Action } from '@elizaos/core';
import { Pool } from 'pg';

const pool = new Pool();

export const action: Action = {
  name: 'DEMO_RUN',
  description: 'Runs the demo.',
  validate: async () => true,
  handler: async (runtime, message, state, options, callback) => {
    const text = message.content.text ?? '';
    await pool.query('SELECT * FROM t WHERE name = $1', [text]);
    return { success: true, text: 'done', data: { actionName: 'DEMO_RUN' } };
  },
};
