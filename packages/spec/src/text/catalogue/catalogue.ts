import type { CatalogueEntry } from './catalogue-entry.js';
import ai from './data/ai.json' with { type: 'json' };
import chat from './data/chat.json' with { type: 'json' };
import code from './data/code.json' with { type: 'json' };
import crypto from './data/crypto.json' with { type: 'json' };
import finance from './data/finance.json' with { type: 'json' };
import home from './data/home.json' with { type: 'json' };
import knowledge from './data/knowledge.json' with { type: 'json' };
import maps from './data/maps.json' with { type: 'json' };
import media from './data/media.json' with { type: 'json' };
import news from './data/news.json' with { type: 'json' };
import productivity from './data/productivity.json' with { type: 'json' };
import search from './data/search.json' with { type: 'json' };
import social from './data/social.json' with { type: 'json' };
import weather from './data/weather.json' with { type: 'json' };

// A test reads every entry through the schema, so the cast holds and no start pays for the check.
/** Every provider we know by heart, category by category. */
export const catalogue = [
  chat,
  social,
  code,
  crypto,
  finance,
  weather,
  news,
  search,
  productivity,
  media,
  ai,
  home,
  maps,
  knowledge,
].flat() as unknown as readonly CatalogueEntry[];
