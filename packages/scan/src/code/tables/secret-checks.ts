import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import type { CallSite } from '../read-call.js';
import { keyTexts, type KeyText } from '../key-text.js';
import { report } from '../report-hit.js';
import { textOf, type ScannedObject, type Value } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { constantNode, nodeOf, property, propertyNode } from './check-tools.js';
import { isBinaryExpression, isPropertyAssignment, isTemplateExpression } from '../syntax.js';

const SECRET_OPTION =
  /^(?:pass|password|passwd|pwd|secret|secretOrKey|secretKey|apiKey|api_key|apikey|apiSecret|accessToken|access_token|authToken|auth_token|token|privateKey|private_key|clientSecret|client_secret|consumerSecret|consumer_secret|secretAccessKey|accessKeyId|access_token_secret|sessionSecret|encryptionKey|passphrase|key|keys|masterKey|bearer|authKey|pass_word|cookiePassword|jwtSecret|serviceRoleKey)$/;
const PLACEHOLDER =
  /^(?:|x+|\*+|\.+|<.*>|\[.*\]|\{.*\}|\$\{.*\}|%.*%|(?:your|my|insert|enter|put)[-_ ].*|change[-_ ]?me|todo|tbd|none|null|undefined|n\/a|example|placeholder|redacted|dummy|test|fake|mock)$/i;

/**
 * What signs, encrypts or keeps sessions: here any text from the code is a key that everybody knows, and the easier to
 * guess, the worse, so that no placeholder is excused.
 */
const KEYED =
  /^(?:jsonwebtoken|jwt|jwt-simple|express-jwt|expressjwt|koa-jwt|jose|express-session|session|cookie-session|client-sessions|iron-session|cookie-parser|cookieParser|passport-jwt|@fastify\/(?:jwt|session|secure-session)|hapi-auth-jwt2|keygrip|cookie-signature|crypto|crypto-js|CryptoJS|node-forge|forge|cryptr|@hapi\/iron|fernet|next-auth|window\.crypto|globalThis\.crypto)(?:$|[.(])/;

/** A key from the code, where it is used; where it is written is another finding, if that is elsewhere. */
function reportKey(
  analysis: Analysis,
  site: CallSite,
  path: string,
  value: Value | undefined,
  given: ts.Node,
  detail: string,
): void {
  const own = textOf(value);
  const texts: readonly KeyText[] =
    own === undefined
      ? keyTexts(analysis, given, site.scope)
      : [{ text: own, written: constantNode(analysis, given), lastResort: false }];
  for (const { text, written, lastResort } of texts) {
    const credential = !lastResort && !PLACEHOLDER.test(text) && text.length >= 3;
    const keyed = KEYED.test(path) && text.length > 0 && !/^[*•.]+$/.test(text);
    if (!credential && !keyed) continue;
    // What is taken only where the environment has none is worth a look, not a stop.
    if (!lastResort) report(analysis, 'hardcoded-credential', written, undefined, detail);
    const apart =
      written.getSourceFile() !== site.node.getSourceFile() ||
      written.pos < site.node.pos ||
      written.end > site.node.end;
    if (keyed && (apart || lastResort))
      report(analysis, 'fixed-key', apart ? site.node : written, undefined, path);
  }
}

/** Functions that take a key, token or password at a fixed place. */
const POSITIONS: readonly (readonly [string, readonly number[]])[] = [
  ['{jsonwebtoken,jwt}.{sign,verify} jwt-simple.{encode,decode} jose.JWT.{sign,verify}', [1]],
  ['crypto.{createHmac,createCipher,createDecipher,createCipheriv,createDecipheriv}', [1]],
  [
    'crypto.{pbkdf2,pbkdf2Sync,scrypt,scryptSync,createSecretKey,createPrivateKey} crypto.createSign()~.sign',
    [0],
  ],
  [
    'jose.{SignJWT,EncryptJWT,CompactSign,CompactEncrypt,FlattenedSign,FlattenedEncrypt,GeneralSign}()~.{sign,encrypt}',
    [0],
  ],
  [
    'jose.{jwtVerify,jwtDecrypt,compactVerify,compactDecrypt,flattenedVerify,flattenedDecrypt}',
    [1],
  ],
  [
    '{node-forge,forge}.hmac.create()~.start {node-forge,forge}.cipher.{createCipher,createDecipher}',
    [1],
  ],
  ['@hapi/iron.{seal,unseal}', [1]],
  ['cryptr() cryptr.Cryptr() fernet.Secret()', [0]],
  ['aws-sdk.Credentials() googleapis.google.auth.OAuth2() google-auth-library.OAuth2Client()', [1]],
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

/** A property of an object of options whose name is that of a secret. */
interface Option {
  readonly name: string;
  readonly value: Value;
  readonly object: ScannedObject;
}

/** The secrets in an object of options, and in the objects inside it. */
function inOptions(value: Value, depth: number, found: Option[] = []): readonly Option[] {
  for (const object of value.objects) {
    if (object.kind !== 'object' || object.properties.size > MOST_OPTIONS) continue;
    for (const [name, inner] of object.properties) {
      if (found.length > MOST_BELOW) return found;
      if (SECRET_OPTION.test(name) || HEADER.test(name)) found.push({ name, value: inner, object });
      if (depth > 0 && inner.objects.length > 0) inOptions(inner, depth - 1, found);
    }
  }
  return found;
}
const HEADER = /^(?:Authorization|X-API-Key|Proxy-Authorization)$/i;
/** `user:password` of basic authentication. */
const USER_AND_PASSWORD = /^[^\s:]+:[^\s:@]{3,}$/;
const LOGIN =
  /^(?:(?:Basic|Bearer|Token|ApiKey)\s+)?(?!.*(?:[<>{}]|\.\.\.|x{4}|your[-_]))[^\s]{6,}$/i;

/** Keys, tokens and passwords written into the code. */
export const SECRET_CHECKS: readonly CallCheck[] = [
  ...positional,
  {
    at: '{,window.,globalThis.,self.}crypto.{,webcrypto.}subtle.importKey',
    check(analysis, site, path) {
      // What has this form is the key itself; the others are public or come apart.
      if (textOf(site.args[0]) === 'raw')
        reportKey(analysis, site, path, site.args[1], nodeOf(analysis, site, 1), path);
    },
  },
  {
    at: 'jose.{importJWK,JWK.asKey} {,window.,globalThis.}crypto.{,webcrypto.}subtle.importKey',
    check(analysis, site, path) {
      for (const [position, jwk] of site.args.entries())
        for (const name of ['k', 'd'])
          if (property(jwk, 'kty'))
            reportKey(
              analysis,
              site,
              path,
              property(jwk, name),
              nodeOf(analysis, site, position, name),
              path,
            );
    },
  },
  {
    at: 'express-basic-auth',
    check(analysis, site, path) {
      for (const object of property(site.args[0], 'users')?.objects ?? [])
        for (const [user, password] of object.properties)
          reportKey(
            analysis,
            site,
            path,
            password,
            propertyNode(object, user) ?? nodeOf(analysis, site, 0),
            user,
          );
    },
  },
  {
    at: '{http,https}.{request,get}',
    check(analysis, site, path) {
      site.args.forEach((arg, position) => {
        const login = property(arg, 'auth');
        if (USER_AND_PASSWORD.test(textOf(login) ?? ''))
          reportKey(analysis, site, path, login, nodeOf(analysis, site, position, 'auth'), path);
      });
    },
  },
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
        for (const { name, value, object } of inOptions(arg, 2)) {
          if (HEADER.test(name)) continue;
          const node = propertyNode(object, name) ?? nodeOf(analysis, site, position);
          if (KEYED.test(path) || plausible(name, value))
            reportKey(analysis, site, path, value, node, name);
          else if (opensLogin(name, value, object))
            report(analysis, 'named-credential', node, undefined, name);
        }
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
        for (const { name, value: inner, object } of headers ? inOptions(headers, 0) : [])
          if (HEADER.test(name) && isLogin(analysis, site, inner, object))
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

/** `'Bearer …'` in the code, also as `'Basic ' + Buffer.from('user:password').toString('base64')`. */
function isLogin(analysis: Analysis, site: CallSite, value: Value, object: ScannedObject): boolean {
  if (LOGIN.test(textOf(value) ?? '')) return true;
  const node = propertyNode(object, 'Authorization') ?? propertyNode(object, 'authorization');
  const written = node && isPropertyAssignment(node) ? node.initializer : undefined;
  const coded =
    written &&
    (isBinaryExpression(written)
      ? written.right
      : isTemplateExpression(written)
        ? written.templateSpans[0]?.expression
        : undefined);
  return (
    coded !== undefined &&
    /^[`'"]Basic /.test(written?.getText() ?? '') &&
    keyTexts(analysis, coded, site.scope).some(({ text }) => USER_AND_PASSWORD.test(text))
  );
}

/** Passwords of examples and tests, which open nothing. */
const DUMMY = /pass|test|sample|example|secret|root|admin|user|change|auth|^(.)\1*$/i;

/** What stands where a password belongs until somebody gives one. */
const STAND_IN =
  /^(?:pass(?:word)?|test|sample|example|secret|root|admin|user|change[-_ ]?me\w*|auth|guest|postgres|mysql)\d{0,4}$|^(.)\1*$|^\$\w|^__\w+__$/i;

/** A password that anybody would guess is one all the same where a user or a host stands beside it. */
const opensLogin = (name: string, value: Value, { properties }: ScannedObject): boolean => {
  const text = textOf(value) ?? '';
  return (
    /^(?:pass|password|passwd|pwd)$/.test(name) &&
    text.length >= 4 &&
    !PLACEHOLDER.test(text) &&
    !STAND_IN.test(text) &&
    !/\s/.test(text) &&
    ['user', 'username', 'login', 'host', 'server', 'database'].some((one) => {
      const beside = properties.get(one);
      return beside !== undefined && beside.functions.length === 0 && beside.objects.length === 0;
    })
  );
};

/** `key: 'name'` is mostly no secret; a key of some length without blanks may be one. */
const plausible = (name: string, value: Value): boolean => {
  const text = textOf(value) ?? '';
  if (/^pass/i.test(name) && (text.length < 4 || DUMMY.test(text))) return false;
  if (name === 'pass') return text.length >= 8 && /\d/.test(text) && !/\s/.test(text);
  if (/^(?:key|keys|token)$/.test(name))
    return text.length >= 12 && !/\s/.test(text) && /\d/.test(text);
  return !/\s{1}\w+\s/.test(text);
};
