import { Safe, type SourceKind } from '../value.js';

interface MemberSource {
  readonly kind: SourceKind;
  readonly safe?: number;
  /** The name that the member goes on under. */
  readonly path?: string;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Members of any value that are numbers. */
export const MEASURES = words('length byteLength lastIndex timeStamp');
/** Members of a response that carry no text of a stranger; a parameter may well be called `status`. */
export const MEMBERS_WITHOUT_DATA = words('size status statusCode ok done index');

const REQUEST = words(
  'query params body headers url originalUrl cookies signedCookies path hostname host ip files file rawBody rawHeaders ' +
    'param get header queryStringParameters pathParameters multiValueQueryStringParameters payload search href subdomains ' +
    'ips fields orig info json text formData arrayBuffer nextUrl originalname querystring fresh accepts trailers bodyAsJson',
);
const COMMANDER = words(
  'version option parse command action description usage program opts Command arguments argument requiredOption parseAsync name on help alias addOption allowUnknownOption outputHelp default',
);
const ENTRY =
  /^(?:unzip|unzipper|tar-stream|tar|yauzl|adm-zip|jszip|decompress|node-stream-zip|unzip-stream|tar-fs|extract-zip)\b/;
const ENTRY_NAMES = words('path name linkname fileName entryName filename unsafeOriginalName');
/** Parts of a request that are text, never objects. */
const ONLY_TEXT = words(
  'params headers url originalUrl path hostname host ip href search pathname',
);
const LOCATION = words('search hash href pathname');
const STATE = words('values data text recentMessages recentMessagesData actionNames senderName');

/** The members of well-known objects whose value comes from outside. */
export function sourceAtMember(path: string, name: string): MemberSource | undefined {
  switch (path) {
    case 'http.req':
      return REQUEST.has(name) && !/^(?:fresh|accepts|get|header|param)$/.test(name)
        ? { kind: 'remote', safe: ONLY_TEXT.has(name) ? Safe.nosql : 0 }
        : undefined;
    case 'koa.ctx':
      if (name === 'request' || name === 'req') return undefined;
      return REQUEST.has(name) && name !== 'body' ? { kind: 'remote' } : undefined;
    case 'koa.ctx.request':
      return REQUEST.has(name) ? { kind: 'remote' } : undefined;
    case 'koa.ctx.req':
      return REQUEST.has(name) ? { kind: 'remote' } : undefined;
    case 'process':
      if (name === 'env') return { kind: 'environment' };
      if (name === 'execPath') return { kind: 'env' };
      return name === 'argv' ? { kind: 'cli', path: 'process.argv' } : undefined;
    case 'optimist':
    case 'yargs':
      return name === 'argv' ? { kind: 'cli' } : undefined;
    case 'commander':
    case 'commander.program':
    case 'commander.Command()':
      return COMMANDER.has(name) ? undefined : { kind: 'cli' };
    case 'Deno':
    case 'Bun':
    case 'import.meta':
      return name === 'env' ? { kind: 'environment' } : undefined;
    case 'location':
    case 'document.location':
    case 'top.location':
    case 'parent.location':
      // A stranger chooses what follows the host, not the host.
      return LOCATION.has(name)
        ? { kind: 'remote', safe: name === 'href' ? Safe.url : 0 }
        : undefined;
    case 'globalThis':
      // Who opens or frames a page chooses the name of its window.
      return name === 'name' ? { kind: 'remote' } : undefined;
    case 'document':
      if (name === 'location') return { kind: 'remote', path: 'location' };
      return /^(?:cookie|URL|referrer|documentURI|baseURI)$/.test(name)
        ? { kind: 'remote' }
        : undefined;
    case 'eliza.message':
      return name === 'content' ? { kind: 'remote', path: 'eliza.content' } : undefined;
    case 'eliza.state':
      return STATE.has(name) ? { kind: 'remote' } : undefined;
    default:
      if (ENTRY_NAMES.has(name) && ENTRY.test(path) && /[.#[]/.test(path))
        return { kind: 'archive', safe: Safe.relative };
      return undefined;
  }
}

/** A name of something that must not be seen: a key, a token, a password. */
const SECRET_NAME =
  /(?:^|[_.-])(?:api[_-]?keys?|secrets?|(?:access|admin|app|deploy|webhook|auth|api|bot|bearer|refresh|session|jwt|oauth|github|gitlab|npm|slack|discord|telegram|personal|security)[_-]?tokens?|passwo?r?ds?|passwd|pwd|passphrase|private[_-]?keys?|mnemonic|seed[_-]?phrase|access[_-]?keys?|auth[_-]?keys?|credentials?|bearer|keypair|wallet[_-]?key|jwt|encryption[_-]?keys?|signing[_-]?keys?|authorization$|client[_-]?secret|connection[_-]?string|database[_-]?url)(?:$|[_.\d-])/i;
const NOT_SECRET =
  /(?:public|secret_?(?:santa|ary)|alias|mapping|^(?:required?|missing|needed|pending|available|known|all)_|max|(?<!ad)min|num|count|limit|length|expire|expiry|ttl|hash(?:ed)?|encrypted|crypted|_?id$|ids$|name$|file$|path$|url$|type$|url_|address|index|prompt|usage|budget|symbol|contract|mint|decimals|price|pool|list|pair|cipher|policy|is_?|has_|validator|required|strength|placeholder|label|field|column|reset|input|element|token_?(?:data|info|balance|name|service)|csrf|next_?page|page|regexp?|pattern|selector|locator|endpoint|header|_arn$|_ref$|error|changed|created|updated|rotat)/i;

const HOLDS_LOGIN =
  /^(?:.*_)?(?:database|db|mongo(?:db)?|postgres(?:ql)?|pg|mysql|redis|amqp|rabbitmq)_?(?:url|uri|dsn|connection_?string)$/i;
const PASSWORD =
  /pass(?:wd|word|code|phrase)(?!.*(?:question|field|input|length|policy|hint|label|rules|error|message|expir|regexp?|pattern|strength|attempt|placeholder|selector|locator|require|validat|invalid|mismatch|tooltip|title|visible|toggle|manager|(?:less|ok|valid|count|exists|present)$|match|digest|correct|(?:chang|updat|creat|reset|set)\w*(?:at|on|date|time)$))/i;
const PROTECTED =
  /redact|censor|obfuscate|mask|hash|salted|md5|sha\d|crypt|encode|_?(?:url|path|name|id|type|file)$/i;

/** `apiKey`, `AUTH_TOKEN`, `userPassword`; not `tokenCount`, `passwordHash` or `publicKey`. */
export function isSecretName(name: string): boolean {
  let known = judged.get(name);
  if (known === undefined) {
    known = judge(name);
    if (judged.size < 50_000) judged.set(name, known);
  }
  return known;
}

const judged = new Map<string, boolean>();

function judge(name: string): boolean {
  // A path or a module under such a name.
  if (/[/\\]|\.[cm]?[jt]sx?$/.test(name)) return false;
  const snake = name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2');
  if (PASSWORD.test(name) && !PROTECTED.test(name))
    return !/^(?:is|has|show|hide|toggle|use|with|no|needs?|requires?|enable|allow|skip|get|set|check|verify|hash|validate|forgot|reset|change)(?=[A-Z_]|$)/.test(
      name,
    );
  // In upper case, as settings are, a token is what opens a service; elsewhere it is as often a coin.
  if (/^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*_TOKEN$/.test(name)) return !/TOKEN_(?:DATA|ADDRESS)/.test(name);
  // The address of a database holds the password for it.
  if (HOLDS_LOGIN.test(snake)) return true;
  // Of a name with a password in it the rest may still be a key.
  if (!SECRET_NAME.test(snake.replaceAll(/pass_?(?:wd|words?|code|phrase)/gi, '-'))) return false;
  return !NOT_SECRET.test(snake.toLowerCase());
}
