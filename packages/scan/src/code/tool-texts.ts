import type ts from 'typescript';
import { hidesCharacters } from '../hidden-characters.js';
import { judgeText } from '../model-text/judge-text.js';
import type { Analysis } from './analysis.js';
import { report } from './report-hit.js';
import {
  isBinaryExpression,
  isComputedPropertyName,
  isFunctionLike,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteralLike,
  isTemplateExpression,
} from './syntax.js';

export type Properties = ReadonlyMap<string, ts.ObjectLiteralElementLike>;

/** Where components keep what the model reads of them. */
const TEXTS = ['name', 'title', 'description', 'descriptionCompressed', 'similes', 'examples'];
/** Where tools and actions describe their parameters, each with a text, a default value and a name of its own. */
const SCHEMAS = ['parameters', 'inputSchema', 'input_schema', 'schema', 'args', 'argsSchema'];
const RUNS = ['handler', 'execute', 'func', 'run', 'call', 'invoke'];
/** Methods that register a tool, or describe a part of its schema. */
const REGISTERS = /^(?:tool|registerTool|addTool|prompt|registerPrompt|describe)$/;
/** Characters of a description. */
const LONGEST = 1500;

/** What other agents call a tool: a description, and what to call or what with. */
export const isTool = (properties: Properties): boolean =>
  properties.has('description') && [...SCHEMAS, ...RUNS].some((name) => properties.has(name));

/** All that the model reads of a component. */
export function checkTexts(analysis: Analysis, properties: Properties): void {
  for (const name of [...TEXTS, ...SCHEMAS]) {
    const property = properties.get(name);
    if (!property || !isPropertyAssignment(property)) continue;
    for (const { text, at } of textsBelow(analysis, property.initializer)) {
      checkOne(analysis, text, at, name === 'examples');
      if (text.length > LONGEST) report(analysis, 'tool-text-long', at);
    }
    if (SCHEMAS.includes(name)) checkNames(analysis, property.initializer);
  }
}

/** `server.tool('name', 'what it does', …)`, `z.string().describe('…')`. */
export function checkRegistration(analysis: Analysis, node: ts.CallExpression): void {
  if (!isPropertyAccessExpression(node.expression)) return;
  if (!REGISTERS.test(node.expression.name.text)) return;
  for (const argument of node.arguments.slice(0, 2))
    if (
      isStringLiteralLike(argument) ||
      isTemplateExpression(argument) ||
      isBinaryExpression(argument)
    )
      for (const { text, at } of textsBelow(analysis, argument))
        checkOne(analysis, text, at, false);
}

function checkOne(analysis: Analysis, text: string, at: ts.Node, isExample: boolean): void {
  const verdict = judgeText(text);
  // Examples show what users say, and users give orders.
  if (verdict === undefined || (verdict === 'tool-orders' && isExample)) return;
  // Characters that stand in the file as they are were found there.
  if (verdict === 'hidden-characters' && hidesCharacters(at.getText())) return;
  report(analysis, verdict, at);
}

/** `contents_of_ssh_id_rsa`: a parameter that gives an order by its name. */
const TELLING =
  /(?:contents?|reading|dump|copy)_(?:\w+_)?(?:id_rsa|ssh\w*|passwd|shadow|env(?:ironment)?|credentials?|secrets?|history|conversation|system_prompt|mcp_json)$/i;

function checkNames(analysis: Analysis, node: ts.Node): void {
  const { typescript: ts } = analysis;
  if (isPropertyAssignment(node) && !isComputedPropertyName(node.name))
    if (TELLING.test(node.name.text)) report(analysis, 'tool-shadowing', node.name);
  if (!isFunctionLike(node)) ts.forEachChild(node, (child) => checkNames(analysis, child));
}

/** All texts written below a node, with `+` and lists. */
function textsBelow(analysis: Analysis, node: ts.Node): { text: string; at: ts.Node }[] {
  const { typescript: ts } = analysis;
  if (isStringLiteralLike(node)) return [{ text: node.text, at: node }];
  if (isTemplateExpression(node))
    return [
      {
        text: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(' '),
        at: node,
      },
    ];
  if (isBinaryExpression(node)) {
    const parts = [...textsBelow(analysis, node.left), ...textsBelow(analysis, node.right)];
    return [{ text: parts.map(({ text }) => text).join(''), at: node }];
  }
  if (isFunctionLike(node)) return [];
  const found: { text: string; at: ts.Node }[] = [];
  ts.forEachChild(node, (child) => void found.push(...textsBelow(analysis, child)));
  return found;
}
