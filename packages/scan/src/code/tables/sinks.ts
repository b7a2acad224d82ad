import { elementTexts, Safe, textOf, type Value } from '../value.js';
import { tableOf, type Row } from './path-pattern.js';
import { CODE_SINKS } from './code-sinks.js';
import { QUERY_SINKS } from './query-sinks.js';

/** An argument of an outside function that untrusted data must not reach. */
export interface Sink extends Row {
  readonly rule: string;
  /** Which argument; `every` for all, `rest` for all but the first. */
  readonly arg: number | 'every' | 'rest' | 'last';
  /** Only these properties of it, when it is an object of options. */
  readonly properties?: readonly string[];
  /** Whether data anywhere inside an object counts. */
  readonly deep?: boolean;
  /** The bit of {@link Safe} that excuses it, when it is not that of the rule. */
  readonly bit?: number;
  /** A use that reads nothing and writes nothing, such as asking whether a file is there. */
  readonly mild?: boolean;
  /** Only for such calls. */
  readonly when?: (args: readonly Value[]) => boolean;
}

const truthy = (value: Value | undefined): boolean =>
  value !== undefined &&
  (value.constants === undefined ? value.paths.length === 0 : value.constants.some(Boolean));
const property = (value: Value | undefined, name: string): Value | undefined =>
  value?.objects.map((object) => object.properties.get(name)).find(Boolean);
export const asksForShell = (args: readonly Value[]): boolean =>
  args.slice(1).some((arg) => {
    const shell = property(arg, 'shell');
    return shell !== undefined && truthy(shell);
  });
const SHELL =
  /(?:^|[\\/])(?:ba|z|k|da|fi|c)?sh$|cmd(?:\.exe)?$|powershell|pwsh|^(?:node|python3?|perl|ruby|php|ssh|eval|xargs|env|sudo|su)$/;
/** Programs that take code only after an option; without it they run a file, and the rest are its arguments. */
const INTERPRETER =
  /(?:^|[\\/])(?:(?:ba|z|k|da|fi|c)?sh|node|python3?|perl|ruby|php|pwsh|powershell)(?:\.exe)?$/;
const CODE_OPTION = /^(?:-\w*[cer]|\/c|\/k|--eval|--print|-p|-Command|-EncodedCommand)$/i;
const takesCode = (list: Value | undefined): boolean => {
  const [array] = list?.objects ?? [];
  const first = array?.properties.get('0');
  if (!array || array.rest || !first) return true;
  const texts = [...array.properties.values()].map(textOf);
  if (texts[0] === undefined) return true;
  const option = texts.findIndex((text) => text !== undefined && CODE_OPTION.test(text));
  // What follows a fixed script is `$1` and so on for it: data.
  return option !== -1 && texts[option + 1] === undefined;
};
const runsShell = (args: readonly Value[]): boolean => {
  const program = textOf(args[0]) ?? '';
  if (asksForShell(args)) return true;
  return SHELL.test(program) && (!INTERPRETER.test(program) || takesCode(args[1]));
};

const CP =
  '{child_process,node-child-process,cross-spawn-promise,child-process-promise,child_process_promise}';
const MONGO = '{mongodb,mongoose,mongojs,monk,marsdb,minimongo,mongoskin,nedb,tingodb,camo}';
const FS_ONE =
  'readFile,readFileSync,writeFile,writeFileSync,appendFile,appendFileSync,createReadStream,createWriteStream,open,openSync,openAsBlob,unlink,unlinkSync,rm,rmSync,rmdir,rmdirSync,chmod,chmodSync,chown,chownSync,truncate,truncateSync,lchown,lchmod';
const FS_MILD =
  'readdir,readdirSync,stat,statSync,lstat,lstatSync,access,accessSync,mkdir,mkdirSync,utimes,utimesSync,readlink,readlinkSync,realpath,realpathSync,watch,watchFile,exists,existsSync,mkdtemp,mkdtempSync,opendir,opendirSync,glob,globSync';
const FS_TWO =
  'rename,renameSync,copyFile,copyFileSync,link,linkSync,symlink,symlinkSync,cp,cpSync';
const FS_EXTRA =
  'outputFile,outputFileSync,outputJson,outputJsonSync,readJson,readJsonSync,writeJson,writeJsonSync,ensureDir,ensureDirSync,ensureFile,ensureFileSync,remove,removeSync,emptyDir,emptyDirSync,mkdirp,mkdirpSync,pathExists,pathExistsSync,readJSON,writeJSON,mkdirs,copy,copySync,move,moveSync';
const FS =
  '{fs,fs.promises,fs-extra,graceful-fs,mz/fs,memfs,original-fs,pn/fs,fs-promise,fs-plus,memfs.fs,fsPromises,fse}';
const HTTP_METHODS = 'get,post,put,patch,delete,del,head,options,request,stream,paginate,jsonp';

export const SINKS: readonly Sink[] = [
  ...QUERY_SINKS,
  // Commands
  {
    rule: 'command-injection',
    at: `${CP}.{exec,execSync} exec execSync execAsync execPromise execa.{command,commandSync,execaCommand,execaCommandSync} execa.execaCommand shelljs.exec shell.exec exec-sh exec-async shell-exec node-cmd.{run,get,runSync} node-exec-promise.exec async-execute remote-exec ssh2~.exec ssh2-exec simple-ssh~.exec node-ssh~.execCommand systeminformation.inetChecksite`,
    arg: 0,
  },
  {
    rule: 'command-injection',
    at: `${CP}.{spawn,spawnSync,execFile,execFileSync,fork} spawn spawnSync execFile execFileSync cross-spawn cross-spawn.{sync,spawn} cross-spawn-async cross-spawn-async.sync execa execa.{execa,execaSync,sync,shell,shellSync,node} spawn-async spawno @npmcli/promise-spawn foreground-child gulp-shell Bun.{spawn,spawnSync} Deno.run Deno.Command() node-pty.spawn`,
    arg: 0,
  },
  {
    rule: 'command-injection',
    at: `${CP}.{spawn,spawnSync,execFile,execFileSync} spawn spawnSync execFile cross-spawn cross-spawn.{sync,spawn} execa execa.{execa,execaSync,sync}`,
    arg: 1,
    deep: true,
    when: runsShell,
  },
  {
    rule: 'argument-injection',
    at: `${CP}.{spawn,spawnSync,execFile,execFileSync} cross-spawn execa execa.{execa,execaSync,sync}`,
    arg: 1,
    deep: true,
    when: (args) =>
      /(?:^|\/)(?:git|hg|curl|wget|tar|find|npm|npx|yarn|pnpm|bun|pip|ffmpeg|ssh|rsync|docker|zip|7z)$/.test(
        textOf(args[0]) ?? '',
      ) &&
      !runsShell(args) &&
      !separated(args[1]) &&
      !isTame(args),
  },
  {
    rule: 'command-injection',
    at: '{gm,gm()~,imagemagick.{convert,identify},ps-node.lookup,open.exec,node-notifier.notify,git-clone,download-git-repo}.{exec,convert,identify,lookup}',
    arg: 0,
  },
  ...CODE_SINKS,
  // Paths
  {
    rule: 'path-traversal',
    at: `${FS}.{${FS_ONE},${FS_EXTRA}} {${'readFileSync,writeFileSync,createReadStream,createWriteStream,readFile,writeFile,unlinkSync'}} Bun.{file,write} Deno.{readFile,readTextFile,writeFile,writeTextFile,open,remove,readDir} mkdirp mkdirp.sync rimraf rimraf.{sync,rimraf} del del.sync glob glob.{sync,glob} load-json-file write-json-file write-file-atomic read-pkg jsonfile.{readFile,readFileSync,writeFile,writeFileSync} vinyl-fs.{src,dest} gulp.{src,dest} walk.walk walkdir fast-glob fast-glob.sync globby globby.sync recursive-readdir node-dir.files vfs.src send-seekable cpy move-file make-dir make-dir.sync`,
    arg: 0,
  },
  { rule: 'path-traversal', at: `${FS}.{${FS_MILD}}`, arg: 0, mild: true },
  {
    rule: 'path-traversal',
    at: `${FS}.{${FS_TWO},copy,copySync,move,moveSync,ensureLink,ensureSymlink}`,
    arg: 'every',
  },
  {
    rule: 'path-traversal',
    at: 'http.res.{sendFile,sendfile,download} express.static send serve-static koa-send',
    arg: 0,
    when: (args) => property(args[1], 'root') === undefined,
  },
  {
    rule: 'path-traversal',
    at: 'http.res.{sendFile,sendfile,download}',
    arg: 1,
    properties: ['root'],
  },
  { rule: 'path-traversal', at: 'send koa-send', arg: 1 },
  { rule: 'template-object', at: 'http.res.render express()~.render', arg: 'rest' },
  { rule: 'path-traversal', at: 'http.res.render', arg: 0 },
  { rule: 'path-join', at: 'path.{,posix.,win32.}join', arg: 'rest' },
  { rule: 'path-join', at: 'path.{,posix.,win32.}resolve', arg: 'every' },
  // NoSQL
  {
    // Models of files that are not part of the scan, by methods that nothing else has.
    rule: 'nosql-injection',
    at: '.*.{findOne,findOneAndUpdate,findOneAndDelete,findOneAndRemove,findOneAndReplace,updateOne,updateMany,deleteOne,deleteMany,replaceOne,countDocuments}',
    arg: 0,
    deep: true,
  },
  {
    rule: 'nosql-injection',
    at: `${MONGO}~.{find,findOne,findOneAndUpdate,findOneAndDelete,findOneAndRemove,findOneAndReplace,findAndModify,update,updateOne,updateMany,replaceOne,delete,deleteOne,deleteMany,remove,count,countDocuments,distinct,where,findById,findByIdAndUpdate,findByIdAndRemove,findByIdAndDelete,aggregate,exists,and,or,nor,elemMatch,match,watch,group,mapReduce,$where,geoSearch,bulkWrite}`,
    arg: 0,
    deep: true,
  },
  {
    rule: 'nosql-injection',
    at: `${MONGO}~.{findOneAndUpdate,update,updateOne,updateMany,distinct,findByIdAndUpdate,in,gt,ne,equals}`,
    arg: 1,
    deep: true,
  },
  {
    rule: 'nosql-injection',
    at: `${MONGO}~.{find,findOne,count,countDocuments,update,updateOne,updateMany,deleteOne,deleteMany,findOneAndUpdate}`,
    arg: 0,
    properties: ['$where'],
    bit: Safe.code,
  },
  { rule: 'nosql-injection', at: `${MONGO}~.{$where,mapReduce,group}`, arg: 0, bit: Safe.code },
  { rule: 'nosql-injection', at: `${MONGO}~.{$where,where,equals,gt,lt,ne,in}`, arg: 0 },
  {
    rule: 'nosql-injection',
    at: '{redis,ioredis,redis.createClient(),handy-redis}~.{set,hset,del,lpush,rpush,sadd,hmset,mset,append,expire,publish,eval,incr,incrby,sendCommand,send_command,getset,setex,setnx,psetex,zadd}',
    arg: 'every',
  },
  {
    rule: 'nosql-injection',
    at: '{aws-sdk,@aws-sdk/client-dynamodb,@aws-sdk/lib-dynamodb}~.{query,scan,send,get,put,update,delete,getItem,putItem,updateItem,deleteItem,batchGet,QueryCommand(),ScanCommand(),GetCommand(),PutCommand(),UpdateCommand(),DeleteCommand()}',
    arg: 0,
    deep: true,
  },
  // Requests
  {
    rule: 'ssrf',
    at: `fetch node-fetch cross-fetch isomorphic-fetch whatwg-fetch undici.{fetch,request,stream,pipeline} {axios,got,ky,needle,superagent,request,request-promise,request-promise-native,requestretry,phin,bent,wreck,@hapi/wreck,http,https,http2,follow-redirects.http,follow-redirects.https,popsicle,hyperquest,node-libcurl,urllib,typed-rest-client,reqwest,teeny-request,restler,unirest,make-fetch-happen,minipass-fetch,ofetch,wretch,needle-retry,axios-retry,sync-request,then-request}.{${HTTP_METHODS}} {axios,got,ky,needle,superagent,request,request-promise,request-promise-native,phin,bent,hyperquest,popsicle,make-fetch-happen,ofetch,wretch,urllib,unirest,sync-request,then-request,requestretry}{,()} globalThis.fetch window.fetch ofetch.ofetch urllib.request eliza.runtime.fetch http.{get,request} https.{get,request} chrome-remote-interface chrome-remote-interface~.{navigate} WebSocket() ws ws() ws.WebSocket() EventSource() eventsource() dns.{lookup,resolve} XMLHttpRequest()`,
    arg: 0,
  },
  {
    rule: 'ssrf',
    at: '{axios,request,request-promise,got,needle,superagent,http,https,undici,request-promise-native,axios.create}{,.get,.post,.put,.delete,.request,.create,.head,.patch,.defaults}{,()}',
    arg: 0,
    properties: [
      'url',
      'uri',
      'baseURL',
      'host',
      'hostname',
      'baseUrl',
      'path_',
      'href',
      'socketPath',
    ],
  },
  { rule: 'ssrf', at: 'needle superagent needle.request', arg: 1 },
  {
    rule: 'ssrf',
    at: '{net,tls}.{connect,createConnection} net.Socket()~.connect dgram.createSocket()~.connect',
    arg: 0,
    properties: ['host', 'path'],
  },
  {
    rule: 'ssrf',
    at: '{net,tls}.{connect,createConnection} net.Socket()~.connect dgram.createSocket()~.connect',
    arg: 1,
  },
  { rule: 'ssrf', at: '{http,https}.{get,request}', arg: 1, properties: ['host', 'hostname'] },
  { rule: 'ssrf', at: '{axios.{post,put,patch},got.post}', arg: 2, properties: ['baseURL'] },
  { rule: 'ssrf', at: 'XMLHttpRequest()~.open', arg: 1 },
  {
    rule: 'ssrf',
    at: '{puppeteer,puppeteer-core,playwright,playwright-core,@playwright/test,page,browser,phantom,context}~.{goto,setContent,navigate,open,property,openUrl,setURL} {puppeteer,playwright,page}~.{addScriptTag,addStyleTag} wkhtmltopdf wkhtmltoimage.generate wkhtmltoimage phantom~.{open,property,setContent} html-pdf.create pdf-creator-node.create html-pdf-node.generatePdf jsdom{,.JSDOM}.fromURL',
    arg: 0,
  },
  { rule: 'ssrf', at: 'phantom~.{property,setContent,openUrl}', arg: 1 },
  {
    rule: 'ssrf',
    at: '{chrome-remote-interface,CDP}~.{navigate,printToPDF,setDocumentContent}',
    arg: 0,
    deep: true,
  },
  {
    rule: 'ssrf',
    at: '{apollo-boost,apollo-link-http,@apollo/client,graphql-request,apollo-upload-client,apollo-link-rest}{,.GraphQLClient(),.request,.createHttpLink,.HttpLink(),.ApolloClient(),(),.createUploadLink}',
    arg: 0,
    properties: ['uri', 'url'],
  },
  // Deserialisation
  {
    rule: 'unsafe-deserialisation',
    at: 'node-serialize.unserialize serialize-to-js.deserialize serialize-javascript.deserialize cryo.parse funcster.{deepDeserialize,deserialize} v8.deserialize js-yaml.{load,loadAll} yaml.{eval} jsyaml.load yamljs.parse php-serialize.unserialize serialijse.deserialize class-transformer-eval devalue.unflatten ejson.parse',
    arg: 0,
    when: (args) => !hasSchema(args[1]),
  },
  // Expressions over text
  { rule: 'regex-injection', at: 'RegExp RegExp() re2 re2() xregexp xregexp()', arg: 0 },
  {
    rule: 'xpath-injection',
    at: 'xpath.{parse,select,select1,evaluate,useNamespaces()} document.evaluate libxmljs~.{find,get}',
    arg: 0,
  },
  {
    rule: 'xxe',
    at: 'libxmljs.{parseXml,parseXmlString,parseHtml,parseHtmlString} libxmljs.Sax*()~.{parseString,push} libxmljs2.{parseXml,parseXmlString} node-expat.Parser()~.{parse,write} node-expat~.parse expat~.parse xml2json.toJson',
    arg: 0,
  },
  {
    rule: 'prompt-injection',
    at: 'eliza.runtime.{useModel,generateText}',
    arg: 1,
    properties: ['system'],
  },
  {
    rule: 'format-string',
    at: '{console.log,console.error,console.warn,console.info,util.format}',
    arg: 0,
    when: (args) => args.length > 1,
  },
  {
    rule: 'object-merge',
    bit: Safe.nosql,
    at: 'extend just-extend node.extend extend2 jquery.extend $.extend jQuery.extend js-extend deap.extend',
    arg: 'rest',
    deep: true,
    when: (args) => args[0]?.constants?.includes(true) === true,
  },
  {
    rule: 'object-merge',
    bit: Safe.nosql,
    at: '{lodash,underscore,_,lodash.merge}.{merge,mergeWith,defaultsDeep,set,setWith,zipObjectDeep,update} lodash.{merge,mergewith,defaultsdeep,set} lodash-es.{merge,mergeWith,defaultsDeep,set} deepmerge merge merge.recursive deep-extend smart-extend merge-deep deep merge-options merge-objects mixin-deep defaults-deep assign-deep angular.merge hoek.{merge,applyToDefaults} @hapi/hoek.merge dot-prop.set object-path.set set-value deap.merge merge-recursive recursive-assign utils-extend putil-merge lutils-merge confinit.set',
    arg: 'rest',
    deep: true,
  },
  {
    // A key that is drawn by weak chance is found by trying.
    rule: 'insecure-random',
    at: 'crypto.{createHmac,createCipheriv,createDecipheriv,createCipher} {crypto-js,CryptoJS}.{AES,HmacSHA256,HmacSHA512}{,.encrypt} {jsonwebtoken,jwt}.sign',
    arg: 1,
  },
  { rule: 'insecure-random', at: 'crypto.createCipheriv', arg: 2 },
  {
    rule: 'unchecked-transfer',
    at: '*.{sendTransaction,signTransaction,sendRawTransaction,writeContract,signAndSendTransaction,sendAndConfirmTransaction} {@solana/web3.js,@solana/spl-token}.{sendAndConfirmTransaction,transfer} sendAndConfirmTransaction',
    arg: 'every',
    deep: true,
  },
  {
    rule: 'http-to-file',
    at: `${FS}.{writeFile,writeFileSync,appendFile,appendFileSync,outputFile,outputFileSync}`,
    arg: 1,
  },
];

const CORE_SCHEMA = /FAILSAFE|CORE|JSON|SAFE/;
/** `js-yaml` with a schema that makes only plain data. */
const hasSchema = (options: Value | undefined): boolean =>
  property(options, 'schema')?.paths.some((path) => CORE_SCHEMA.test(path)) === true;

/** `--` before what comes from outside: it cannot be an option. */
const separated = (list: Value | undefined): boolean =>
  list?.objects.some((object) =>
    [...object.properties.values()].some((value) => textOf(value) === '--'),
  ) === true;

/** Commands of git without an option that runs a program or names a repository to load code from. */
const TAME =
  /^(?:add|commit|rm|mv|status|tag|branch|reset|stash|rev-parse|cat-file|show-ref|switch|restore|ls-files|ls-tree|merge-base|describe|check-ref-format|hash-object|update-ref|symbolic-ref|checkout)$/;
const isTame = (args: readonly Value[]): boolean => {
  if (!/(?:^|\/)git$/.test(textOf(args[0]) ?? '')) return false;
  const [list] = args[1]?.objects ?? [];
  const texts = list ? elementTexts(list) : [];
  const command = texts.find((text, index) => /^[a-z]/.test(text) && texts[index - 1] !== '-C');
  return command !== undefined && TAME.test(command);
};

export const sinksOf = tableOf(SINKS);

/** For which sinks of a rule a value can be made safe. */
export const BIT_OF_RULE: Readonly<Record<string, number>> = {
  'command-injection': Safe.command,
  'argument-injection': Safe.command | Safe.option,
  'code-injection': Safe.code,
  'template-injection': Safe.code,
  'dynamic-import': Safe.path,
  'path-traversal': Safe.path,
  'path-join': Safe.path,
  // What is text has no options.
  'template-object': Safe.nosql,
  'sql-injection': Safe.sql,
  'nosql-injection': Safe.nosql,
  ssrf: Safe.url,
  'unsafe-deserialisation': Safe.code,
  'regex-injection': Safe.regex,
  'object-merge': Safe.proto,
  'ldap-injection': Safe.filter | Safe.code,
  'graphql-injection': Safe.quoted | Safe.code,
  'browser-script': Safe.code,
};
