import type ts from 'typescript';
import type { Analysis } from './analysis.js';
import type { Closure } from './environment.js';
import { noteOf } from './node-note.js';
import { ofPath, Safe, tainted, withSafe, type Value } from './value.js';
import {
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isTypeReferenceNode,
} from './syntax.js';

/** Types that say what a parameter is, whatever its name. */
const BY_TYPE: ReadonlyMap<string, string> = new Map([
  ['IAgentRuntime', 'eliza.runtime'],
  ['AgentRuntime', 'eliza.runtime'],
  ['Memory', 'eliza.message'],
  ['State', 'eliza.state'],
  ['HandlerCallback', 'eliza.callback'],
  ['RouteRequest', 'http.req'],
  ['IncomingMessage', 'http.req'],
  ['Request', 'http.req'],
  ['NextRequest', 'http.req'],
  ['NextApiRequest', 'http.req'],
  ['FastifyRequest', 'http.req'],
  ['RouteResponse', 'http.res'],
  ['ServerResponse', 'http.res'],
  ['Response', 'http.res'],
  ['NextApiResponse', 'http.res'],
  ['FastifyReply', 'http.res'],
  ['APIGatewayProxyEvent', 'remote'],
  ['HandlerOptions', 'remote'],
  ['MessagePayload', 'eliza.payload'],
  ['EventPayload', 'eliza.payload'],
]);

const REQUEST = /^_?(?:req|request|incoming)$/i;
const RESPONSE = /^_?(?:res|resp|rsp|response|reply)$/i;

function typeName(analysis: Analysis, type: ts.TypeNode | undefined): string | undefined {
  if (!type || !isTypeReferenceNode(type)) return undefined;
  const { typeName: name } = type;
  return isIdentifier(name) ? name.text : name.right.text;
}

const valueOf = (path: string, node: ts.Node): Value =>
  path === 'remote' ? tainted('remote', node) : ofPath(path);

/** What a parameter is by its type, or by its name among the others; `undefined` when nothing says. */
export function parameterHint(
  analysis: Analysis,
  parameter: ts.ParameterDeclaration,
  index: number,
  closure: Closure,
): Value | undefined {
  const note = noteOf(analysis, parameter);
  if (note.hint === undefined) note.hint = findHint(analysis, parameter, index, closure) ?? null;
  return note.hint ?? undefined;
}

/** The failure that a callback, a `catch` or an error handler of Express is given: its stack is not for others. */
function failureOf(
  { name }: ts.ParameterDeclaration,
  index: number,
  { node }: Closure,
): Value | undefined {
  if (index > 0 || !isIdentifier(name)) return undefined;
  const { parent } = node;
  const method =
    isCallExpression(parent) && isPropertyAccessExpression(parent.expression)
      ? parent.expression.name.text
      : '';
  const caught =
    method === 'catch' ||
    (method === 'then' && (parent as ts.CallExpression).arguments[1] === node);
  const first =
    /^(?:err|error)$/.test(name.text) && (node as ts.SignatureDeclaration).parameters.length > 1;
  return caught || first ? withSafe(tainted('error', name), Safe.secret) : undefined;
}

function findHint(
  analysis: Analysis,
  parameter: ts.ParameterDeclaration,
  index: number,
  closure: Closure,
): Value | undefined {
  const failure = failureOf(parameter, index, closure);
  if (failure) return failure;
  const byType = BY_TYPE.get(typeName(analysis, parameter.type) ?? '');
  if (byType) return valueOf(byType, parameter.name);
  const { parameters } = closure.node as ts.SignatureDeclaration;
  const names = parameters.map((one) => (isIdentifier(one.name) ? one.name.text : ''));
  const name = names[index] ?? '';
  const first = names[0] ?? '';
  if (REQUEST.test(name) && (RESPONSE.test(names[index + 1] ?? '') || /^_?req$/.test(name)))
    return ofPath('http.req');
  if (RESPONSE.test(name) && REQUEST.test(names[index - 1] ?? '')) return ofPath('http.res');
  if (
    /^_?(?:ctx|context)$/.test(name) &&
    index === 0 &&
    names.length > 1 &&
    /^_?next$/.test(names[1] ?? '')
  )
    return ofPath('koa.ctx');
  if (name === 'event' && index === 0 && /^_?(?:context|ctx)$/.test(names[1] ?? ''))
    return tainted('remote', parameter.name);
  if (/^_?(?:runtime|agentRuntime)$/.test(name)) return ofPath('eliza.runtime');
  if (!/^_?(?:runtime|agentRuntime)$/.test(first)) return undefined;
  if (/^_?(?:message|memory|msg)$/.test(name)) return ofPath('eliza.message');
  if (/^_?state$/.test(name)) return ofPath('eliza.state');
  if (/^_?(?:options|opts|params)$/.test(name) && index > 1)
    return tainted('remote', parameter.name);
  if (/^_?(?:callback|cb)$/.test(name)) return ofPath('eliza.callback');
  return undefined;
}

/** What an outside module passes to the functions it is given. */
export function callbackParameter(path: string, argument: number, index: number): Value | string {
  const key = `${path}#${argument}.${index}`;
  let known = told.get(key);
  if (known === undefined) {
    known = CALLBACKS.find(([pattern]) => pattern.test(key))?.[1] ?? (key.length > 160 ? '' : key);
    if (told.size < 20_000) told.set(key, known);
  }
  return known;
}

const told = new Map<string, string>();

const APP =
  '(?:express\\(\\)|express\\.Router\\(\\)|express\\(\\)\\.route\\(\\)|restify\\.createServer\\(\\)|polka\\(\\)|connect\\(\\)|router\\(\\)|app|router|server)';
const VERBS = '(?:get|post|put|patch|delete|del|all|use|head|options|param|on|opts)';
const CALLBACKS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^${APP}(?:\\.${VERBS}\\(\\))*\\.${VERBS}#\\d+\\.0$`), 'http.req'],
  [new RegExp(`^${APP}(?:\\.${VERBS}\\(\\))*\\.${VERBS}#\\d+\\.1$`), 'http.res'],
  [/^(?:fastify\(\)|fastify)\.(?:get|post|put|patch|delete|all|addHook)#\d+\.0$/, 'http.req'],
  [/^(?:fastify\(\)|fastify)\.(?:get|post|put|patch|delete|all|addHook)#\d+\.1$/, 'http.res'],
  [/^https?2?\.create(?:Secure)?Server(?:\(\)\.on)?#[012]\.0$/, 'http.req'],
  [/^https?2?\.create(?:Secure)?Server(?:\(\)\.on)?#[012]\.1$/, 'http.res'],
  [
    /^(?:koa|koa-router|@koa\/router)\(\)\.(?:use|get|post|put|del|delete|patch|all)#\d+\.0$/,
    'koa.ctx',
  ],
  [/^hapi.*\.route/, 'http.req'],
  [/^(?:micro|serve)#0\.0$/, 'http.req'],
  [/^http\.req\.(?:on|once|addListener)#1\.0$/, 'tainted'],
  [
    /^(?:busboy|multiparty|formidable|connect-busboy|http\.req\.busboy).*(?:\.on|\.parse|\.once)#1\.\d$/i,
    'tainted',
  ],
  [
    /^(?:ws|socket\.io|socket-io|sockjs|WebSocket|net|dgram).*\.(?:on|once|addListener|addEventListener)#1\.0$/,
    'tainted',
  ],
  [/^https?\.(?:get|request)#[12]\.0$/, 'response'],
  [
    /^(?:request|needle|superagent|hyperquest|popsicle|axios|got|node-fetch|cross-fetch|bent|phin|fetch)(?:\.\w+|\(\)\.\w+)*#\d\.[12]$/,
    'response',
  ],
  [/^fs\.(?:promises\.)?(?:readFile|read|readdir|readlink)#\d\.1$/, 'file'],
  [/^(?:mysql2?|mysql2?\.createPool\(\)).*getConnection#0\.1$/, 'mysql.createConnection()'],
  [/^pg\..*connect#\d\.1$/, 'pg.Client()'],
  [/^mongodb\.(?:MongoClient(?:\(\))?)\.connect#\d\.1$/, 'mongodb.Db()'],
  [
    /^(?:window|document|addEventListener|postMessage|process|onmessage)?\.?addEventListener#1\.0$/,
    'message.event',
  ],
];
