import { Safe, type SourceKind } from '../value.js';
import { tableOf, type Row } from './path-pattern.js';

/** What a call of an outside function returns, as far as data flow goes. */
export interface Model extends Row {
  /** Which arguments are in the result; `receiver` is what stands before the dot. */
  readonly from: 'none' | 'receiver' | 'all' | 'deep' | number;
  /** A source of its own. */
  readonly kind?: SourceKind;
  /** What the result is safe for, and what it is no longer. */
  readonly safe?: number;
  readonly drop?: number;
  /** The name the result goes on under. */
  readonly path?: string;
}

const PATH_STATE = Safe.normal | Safe.relative | Safe.noDots | Safe.path | Safe.flat;

const MODELS: readonly Model[] = [
  {
    at: '{parseInt,parseFloat,Number,Boolean,BigInt,isNaN,isFinite,Symbol,setTimeout,setInterval,setImmediate}',
    from: 'none',
  },
  { at: 'Number.{parseInt,parseFloat,isInteger,isFinite,isSafeInteger,isNaN}', from: 'none' },
  {
    at: 'Math.random crypto.pseudoRandomBytes random-number random-int random-float random-seed.create()~ unique-random() {lodash,_,underscore}.{random,sample,sampleSize,shuffle} chance()~.* chance~.*',
    from: 'none',
    kind: 'random',
  },
  { at: 'Math.{floor,ceil,round,abs,trunc,pow,max,min,sqrt,log}', from: 'all', safe: Safe.all },
  { at: 'Date.now Date() performance.now', from: 'none' },
  { at: 'String', from: 'all', safe: Safe.nosql },
  {
    at: '{Array.isArray,Object.is,Buffer.isBuffer,Buffer.byteLength,Buffer.alloc,Buffer.compare}',
    from: 'none',
  },
  { at: 'path.{normalize,posix.normalize,win32.normalize}', from: 0, safe: Safe.normal },
  { at: 'path.{,posix.,win32.}basename', from: 0, safe: Safe.path | Safe.relative | Safe.noDots },
  { at: 'path.{,posix.,win32.}extname', from: 0, safe: Safe.path | Safe.relative | Safe.noDots },
  { at: 'path.{,posix.,win32.}relative', from: 1, safe: Safe.normal },
  { at: 'path.{,posix.,win32.}{dirname,format,toNamespacedPath}', from: 0 },
  { at: 'path.{,posix.,win32.}parse', from: 0, path: 'path.parse()' },
  { at: 'path.isAbsolute', from: 'none' },
  {
    at: 'fs.{realpath,realpathSync,realpathSync.native} fs.promises.realpath',
    from: 0,
    safe: Safe.normal | Safe.noDots,
    drop: Safe.relative | Safe.path,
  },
  {
    at: 'sanitize-filename filenamify slugify filenamify.default slug @sindresorhus/slugify',
    from: 0,
    safe: Safe.path | Safe.command | Safe.url | Safe.noDots | Safe.relative,
  },
  {
    at: '{encodeURIComponent,escape} querystring.escape',
    from: 0,
    safe: Safe.query | Safe.command | Safe.sql | Safe.regex | Safe.path | Safe.nosql,
  },
  { at: '{encodeURI}', from: 0 },
  {
    at: '{decodeURIComponent,decodeURI,unescape} querystring.unescape',
    from: 0,
    drop: PATH_STATE | Safe.url,
  },
  { at: 'atob', from: 0, drop: PATH_STATE | Safe.url, path: 'atob()' },
  { at: '{btoa}', from: 0, safe: Safe.command | Safe.sql | Safe.path | Safe.nosql },
  { at: 'JSON.stringify util.inspect', from: 'deep' },
  { at: 'JSON.parse JSON5.parse json5.parse', from: 0, safe: Safe.parsed, drop: Safe.nosql },
  {
    at: 'querystring.{parse,decode,stringify} qs.{parse,stringify} url.{parse,format,resolve,domainToASCII,fileURLToPath,pathToFileURL} parseurl parse-url url-parse',
    from: 'all',
  },
  { at: 'URL() URLSearchParams() whatwg-url.URL() url.URL()', from: 'all' },
  {
    at: 'util.{format} printf sprintf-js.{sprintf,vsprintf} sprintf vsprintf string-format string-template',
    from: 'all',
  },
  { at: 'Buffer.{from,concat} Buffer() Buffer', from: 'all' },
  {
    at: 'shell-quote.quote shell-escape shescape.{quote,escape,quoteAll,escapeAll} shescape.Shescape().{quote,escape,quoteAll} any-shell-escape puka.sh puka.quoteForShell',
    from: 'all',
    safe: Safe.command,
  },
  {
    at: '{mysql,mysql2,sqlstring,sqlstring-sqlite,pg-format,mysql2/promise}.{escape,escapeId,format} pg-format mysql~.{escape,escapeId,format} mysql2~.{escape,escapeId,format} pg~.{escapeLiteral,escapeIdentifier}',
    from: 'all',
    safe: Safe.sql,
  },
  {
    at: '{lodash,underscore,_}.escapeRegExp escape-string-regexp escape-regexp regexp.escape RegExp.escape',
    from: 'all',
    safe: Safe.regex,
  },
  { at: 'validator.{isInt,isUUID,isAlphanumeric,isNumeric,isEmail,isIn,isURL}', from: 'none' },
  { at: 'validator.{escape,toInt,toFloat}', from: 'none' },
  {
    // The names of a folder have no separators.
    at: 'fs.readdirSync fs.promises.readdir fs-extra.{readdir,readdirSync}',
    from: 'none',
    kind: 'file',
    safe: Safe.path | Safe.relative | Safe.noDots,
  },
  {
    at: 'fs.{readFileSync,readlinkSync} fs.promises.{readFile,readlink} fs-extra.{readFile,readFileSync,readJson,readJsonSync} fs.createReadStream Bun.file Deno.{readTextFile,readTextFileSync,readFile,readFileSync}',
    from: 'none',
    kind: 'file',
  },
  {
    at: 'fetch() fetch node-fetch cross-fetch undici.{fetch,request} isomorphic-fetch axios axios.{get,post,put,patch,delete,head,request} axios.create().{get,post,put,patch,delete,head,request} axios.create() got got.{get,post,put,patch,delete,head,stream} needle needle.{get,post} superagent.{get,post} request.{get,post} request ky ky.{get,post} http.{get,request} https.{get,request} eliza.runtime.fetch',
    from: 'none',
    kind: 'response',
  },
  { at: 'axios.create', from: 'none', path: 'axios' },
  { at: 'got.extend ky.{create,extend}', from: 'none', path: 'got' },
  { at: 'request.defaults', from: 'none', path: 'request' },
  { at: 'eliza.runtime.{useModel,generateText}', from: 'none', kind: 'model' },
  {
    at: '@elizaos/core.{generateText,generateObject,generateObjectDeprecated,parseJSONObjectFromText,parseKeyValueXml}',
    from: 'all',
    kind: 'model',
  },
  { at: 'eliza.runtime.composeState', from: 'none', path: 'eliza.state' },
  {
    at: 'eliza.runtime.{getMemories,searchMemories,getMemoriesByRoomIds,getMemoryById}',
    from: 'none',
    kind: 'remote',
  },
  {
    at: 'eliza.runtime.{getService,getServiceLoadPromise,createMemory,getTasks,getCache,setCache,createTask,getEntityById,getRoom,emitEvent}',
    from: 'none',
  },
  {
    at: 'http.req.{get,header,param,json,text,formData,body,query,arrayBuffer,accepts}',
    from: 'none',
    kind: 'remote',
  },
  { at: 'koa.ctx.{get,request.get}', from: 'none', kind: 'remote' },
  { at: 'process.cwd os.homedir os.tmpdir', from: 'none', kind: 'env' },
  { at: 'os.{hostname,userInfo,networkInterfaces} username whoami', from: 'none', kind: 'host' },
  { at: '*.pipe', from: 0 },
  {
    at: 'get-them-args arg command-line-args meow dashdash.parse optimist.parse commander.{opts,parse} commander~.opts argparse~.{parse_args,parseArgs} yargs~.parse yargs() util.parseArgs cac()~.parse',
    from: 'none',
    kind: 'cli',
  },
  {
    at: 'readline~.question inquirer.prompt prompt prompts readline-sync.question',
    from: 'none',
    kind: 'cli',
  },
  {
    at: '{minimist,yargs,yargs-parser,commander,meow,arg,optimist,nopt,command-line-args,get-argv,argparse}~ {minimist,yargs,yargs-parser,meow,arg,optimist,command-line-args}',
    from: 'all',
  },
  { at: 'commander.Command', from: 'none', path: 'commander.Command()' },
  { at: 'parse-torrent', from: 0, kind: 'file' },
  { at: 'util.{promisify,callbackify,deprecate} pify thenify bluebird.promisify', from: 0 },
  {
    at: 'crypto.{randomUUID,randomInt} nanoid.nanoid uuid.{v1,v4,v5,v7} uuid nanoid cuid',
    from: 'none',
  },
  {
    at: 'crypto.{createHash,createHmac}()~.digest bcrypt.{hash,hashSync,compare,compareSync} bcryptjs.{hash,hashSync,compare,compareSync} argon2.{hash,verify} crypto.{timingSafeEqual,scryptSync,pbkdf2Sync}',
    from: 'none',
  },
  {
    at: '{jsonwebtoken,jwt}.{sign,verify,decode} jose.{jwtVerify,jwtDecrypt,decodeJwt,compactVerify,compactDecrypt,importJWK,importSPKI,importPKCS8,importX509} jose.JWT~ jose.*()~.{sign,encrypt}',
    from: 'none',
  },
  {
    at: '{lodash,underscore,_,ramda}.{get,pick,omit,map,filter,find,values,keys,clone,cloneDeep,trim,toLower,toUpper,join,concat,flatten,compact,uniq,first,last,head,tail,merge,extend,assign,defaults,defaultsDeep,template,split,replace,toString,isString}',
    from: 'all',
  },
  { at: 'eliza.runtime.getSetting', from: 'none', path: 'eliza.setting' },
  // A schema fixes the shape of the data, not what its texts say.
  {
    at: 'zod~.{parse,safeParse,parseAsync,safeParseAsync}',
    from: 0,
    safe: Safe.nosql | Safe.proto,
  },
  {
    at: 'zod~.{object,string,number,array,boolean,enum,literal,union,record,tuple,optional,default,min,max,strict,regex,email,url,uuid,extend,partial,pick,omit,nullable,trim,int,positive,describe}',
    from: 'none',
    path: 'zod.schema',
  },
  {
    at: '{mongodb,mongoose,bson,mongoose.Types,mongoose.mongo}.{ObjectId,ObjectID,ObjectId(),ObjectID(),Types.ObjectId,Types.ObjectId(),ObjectId.createFromHexString}',
    from: 'none',
  },
  { at: '{lodash,_}.truncate', from: 0, safe: Safe.short },
  {
    at: 'dompurify.sanitize sanitize-html xss he.{encode,escape} html-entities.encode escape-html',
    from: 'all',
  },
  { at: 'console.* eliza.runtime.logger.* @elizaos/core.{logger,elizaLogger}.*', from: 'none' },
];

export const modelsOf = tableOf(MODELS);
