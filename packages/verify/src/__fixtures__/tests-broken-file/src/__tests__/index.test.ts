import { it } from 'vitest';
import { lighthousePlugin } from '../index.js';

if (lighthousePlugin.name.length > 0) throw new Error('the lens fell down');
it('is never reached', () => {});
