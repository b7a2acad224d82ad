import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import type { CallSite } from '../read-call.js';
import { read } from '../read-expression.js';
import { report } from '../report-hit.js';
import { textOf, type Value } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { constantNode, nodeOf, property } from './check-tools.js';
import { isCallExpression } from '../syntax.js';

const SECRET_OPTION =
  /^(?:pass|password|passwd|pwd|secret|secretOrKey|secretKey|apiKey|api_key|apikey|apiSecret|accessToken|access_token|authToken|auth_token|token|privateKey|private_key|clientSecret|client_secret|consumerSecret|consumer_secret|secretAccessKey|accessKeyId|access_token_secret|sessionSecret|encryptionKey|passphrase|key|keys|masterKey|bearer|authKey|pass_word|cookiePassword|jwtSecret|serviceRoleKey)$/;
const PLACEHOLDER =
  /^(?:|x+|\*+|\.+|<.*>|\[.*\]|\{.*\}|\$\{.*\}|%.*%|(?:your|my|insert|enter|put)[-_ ].*|change[-_ ]?me|todo|tbd|none|null|undefined|n\/a|example|placeholder|redacted|dummy|test|fake|mock)$/i;

/** A constant that somebody could log in with; placeholders are none. */
export const isCredential = (value: Value | undefined): boolean => {
  const text = textOf(value);
  return text !== undefined && text.length > 0 && !PLACEHOLDER.test(text);
};

/**
 * What signs, encrypts or keeps sessions: here any text from the code is a key that everybody knows, and the easier to
 * guess, the worse, so that no placeholder is excused.
 */
const KEYED =
  /^(?:jsonwebtoken|jwt|jwt-simple|express-jwt|expressjwt|koa-jwt|jose|express-session|session|cookie-session|client-sessions|iron-session|cookie-parser|cookieParser|passport-jwt|@fastify\/(?:jwt|session|secure-session)|hapi-auth-jwt2|keygrip|cookie-signature|crypto|crypto-js|CryptoJS)(?:$|[.(])/;

/** `Buffer.from('…')`: the same text in another form. */
function bufferText(
  analysis: Analysis,
  site: CallSite,
  given: ts.Node,
  value: Value | undefined,
): Value | undefined {
  const written = constantNode(analysis, given);
  if (!isCallExpression(written) || !written.expression.getText().startsWith('Buffer.from'))
    return value;
  const [text] = written.arguments;
  return text ? read(analysis, text, site.scope) : value;
}

/** A key from the code, where it is used; where it is written is another finding, if that is elsewhere. */
function reportKey(
  analysis: Analysis,
  site: CallSite,
  path: string,
  value: Value | undefined,
  given: ts.Node,
  detail: string,
): void {
  value = textOf(value) === undefined ? bufferText(analysis, site, given, value) : value;
  const text = textOf(value) ?? '';
  const credential = isCredential(value) && text.length >= 3;
  const keyed = KEYED.test(path) && text.length > 0 && !/^[*•.]+$/.test(text);
  if (!credential && !keyed) return;
  const written = constantNode(analysis, given);
  report(analysis, 'hardcoded-credential', written, undefined, detail);
  const apart =
    written.getSourceFile() !== site.node.getSourceFile() ||
    written.pos < site.node.pos ||
    written.end > site.node.end;
  if (keyed && apart) report(analysis, 'fixed-key', site.node, undefined, path);
}

/** Functions that take a key, token or password at a fixed place. */
const POSITIONS: readonly (readonly [string, readonly number[]])[] = [
  ['{jsonwebtoken,jwt}.{sign,verify} jwt-simple.{encode,decode} jose.JWT.{sign,verify}', [1]],
  [
    'crypto.{createHmac,createCipher,createDecipher,createCipheriv,createDecipheriv,scrypt,scryptSync,pbkdf2,pbkdf2Sync}',
    [1],
  ],
  [
    'crypto.{pbkdf2,pbkdf2Sync,scrypt,scryptSync,createSecretKey,createPrivateKey} crypto.createSign()~.sign',
    [0],
  ],
  ['jose.SignJWT()~.sign', [0]],
  [
    '{crypto-js,CryptoJS}.{AES,DES,TripleDES,RC4,Rabbit}.{encrypt,decrypt} {crypto-js,CryptoJS}.{HmacSHA1,HmacSHA256,HmacSHA512,HmacMD5}',
    [1],
  ],
  [
    'cookie-parser cookieParser keygrip() keygrip cookie-signature.{sign,unsign} express.cookieParser',
    [0],
  ],
  ['sequelize() Sequelize()', [2]],
  [
    '{openai,@anthropic-ai/sdk,stripe,@sendgrid/mail.setApiKey,@slack/web-api.WebClient,telegraf.Telegraf,node-telegram-bot-api,@octokit/rest.Octokit,resend.Resend,groq-sdk,cohere-ai,replicate}{,()}',
    [0],
  ],
  [
    '{twilio,basic-auth-connect,express-basic-auth_,plaid.Client(),@supabase/supabase-js.createClient}',
    [1],
  ],
  ['{discord.js,@discordjs/rest,discord.js.Client(),discord.js.REST()}~.{login,setToken}', [0]],
  [
    'ethers.{Wallet,Wallet()} ethers.ethers.{Wallet,Wallet()} viem/accounts.{privateKeyToAccount,mnemonicToAccount} viem.{privateKeyToAccount,mnemonicToAccount} web3~.privateKeyToAccount @solana/web3.js.Keypair.{fromSecretKey,fromSeed} bs58.decode',
    [0],
  ],
  ['{request,superagent,needle,request-promise}~.auth', [0, 1]],
  ['{http.req,passport}~.login_ mysql~.changeUser_ ssh2-sftp-client~.connect_', [0]],
  ['nano~.auth nodegit.Cred.userpassPlaintextNew knox.createClient_', [1]],
];

const positional: readonly CallCheck[] = POSITIONS.map(([at, positions]) => ({
  at,
  check(analysis, site, path) {
    for (const position of positions)
      reportKey(analysis, site, path, site.args[position], nodeOf(analysis, site, position), path);
  },
}));

/** Options of a call are few; an object with more names is a module or a table. */
const MOST_OPTIONS = 60;
/** Names looked at below one argument. */
const MOST_BELOW = 200;

/** The constants in an object of options that is written as one, and in the objects inside it. */
function inOptions(
  value: Value,
  depth: number,
  found: (readonly [string, Value])[] = [],
): readonly (readonly [string, Value])[] {
  for (const object of value.objects) {
    if (object.kind !== 'object' || object.properties.size > MOST_OPTIONS) continue;
    for (const [name, inner] of object.properties) {
      if (found.length > MOST_BELOW) return found;
      if (SECRET_OPTION.test(name) || HEADER.test(name)) found.push([name, inner]);
      if (depth > 0 && inner.objects.length > 0) inOptions(inner, depth - 1, found);
    }
  }
  return found;
}
const HEADER = /^(?:Authorization|X-API-Key|Proxy-Authorization)$/i;
const LOGIN =
  /^(?:(?:Basic|Bearer|Token|ApiKey)\s+)?(?!.*(?:[<>{}]|\.\.\.|x{4}|your[-_]))[^\s]{6,}$/i;

/** Keys, tokens and passwords written into the code. */
export const SECRET_CHECKS: readonly CallCheck[] = [
  ...positional,
  {
    at: '*',
    check(analysis, site, path) {
      if (
        /^(?:console|Object|JSON|Array|Math|zod|describe|it|test|expect|vi|jest|path|Promise|logger|eliza\.callback|Map|Set|Error|http\.res)\b/.test(
          path,
        )
      )
        return;
      site.args.forEach((arg, position) => {
        if (arg.objects.length === 0 || path !== site.callee.paths[0]) return;
        for (const [name, value] of inOptions(arg, 2))
          if (!HEADER.test(name) && (KEYED.test(path) || plausible(name, value)))
            reportKey(analysis, site, path, value, nodeOf(analysis, site, position, name), name);
      });
    },
  },
  {
    at: '*.setRequestHeader {axios,superagent,got,needle,request}~.{set,header,setHeader} http.request().setHeader https.request().setHeader Headers().{set,append} *',
    check(analysis, site, path) {
      const [name, value] = site.args;
      const text = textOf(name);
      if (text && HEADER.test(text) && LOGIN.test(textOf(value) ?? ''))
        report(analysis, 'hardcoded-credential', nodeOf(analysis, site, 1), undefined, path);
      site.args.forEach((arg, position) => {
        const headers = property(arg, 'headers');
        for (const [key, inner] of headers ? inOptions(headers, 0) : [])
          if (HEADER.test(key) && LOGIN.test(textOf(inner) ?? ''))
            report(
              analysis,
              'hardcoded-credential',
              nodeOf(analysis, site, position, 'headers'),
              undefined,
              path,
            );
      });
    },
  },
];

/** Passwords of examples and tests, which open nothing. */
const DUMMY = /pass|test|sample|example|secret|root|admin|user|change|auth|^(.)\1*$/i;

/** `key: 'name'` is mostly no secret; a key of some length without blanks may be one. */
const plausible = (name: string, value: Value): boolean => {
  const text = textOf(value) ?? '';
  if (/^pass/i.test(name) && DUMMY.test(text)) return false;
  if (name === 'pass') return text.length >= 8 && /\d/.test(text) && !/\s/.test(text);
  if (/^(?:key|keys|token)$/.test(name))
    return text.length >= 12 && !/\s/.test(text) && /\d/.test(text);
  return !/\s{1}\w+\s/.test(text);
};
