import { judgeText } from '../model-text/judge-text.js';
import type { TextHit } from './check-text.js';

const LARGEST = 2_000_000;
const DEEPEST = 40;
const MOST = 20;

/** What a model reads of the tools that a JSON file lists, as MCP servers and function calls describe them. */
export function checkToolList(path: string, text: string): TextHit[] {
  if (!path.endsWith('.json') || text.length > LARGEST) return [];
  if (!text.includes('"description"') || !/"(?:inputSchema|input_schema|parameters)"/.test(text))
    return [];
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return [];
  }
  const hits: TextHit[] = [];
  const say = (said: unknown): void => {
    if (typeof said !== 'string' || hits.length >= MOST) return;
    const rule = judgeText(said);
    if (rule === undefined || rule === 'hidden-characters') return;
    // Where the text stands is not known of a parsed document; the first 60 characters lead there.
    const shown = JSON.stringify(said).slice(1, 60);
    const start = Math.max(0, text.indexOf(shown));
    hits.push({ rule, start, end: start + shown.length });
  };
  const visit = (one: unknown, depth: number, inTool: boolean): void => {
    if (typeof one !== 'object' || one === null || depth > DEEPEST) return;
    if (Array.isArray(one)) {
      for (const item of one) visit(item, depth + 1, inTool);
      return;
    }
    const object = one as Record<string, unknown>;
    const isTool =
      inTool ||
      (typeof object['description'] === 'string' &&
        ['inputSchema', 'input_schema', 'parameters'].some((name) => name in object));
    if (isTool) for (const name of ['description', 'title', 'default']) say(object[name]);
    for (const inner of Object.values(object)) visit(inner, depth + 1, isTool);
  };
  visit(value, 0, false);
  return hits;
}
