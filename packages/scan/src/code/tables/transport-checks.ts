import type ts from 'typescript';
import type { Analysis } from '../analysis.js';
import { undeclaredHost } from '../declared.js';
import { report } from '../report-hit.js';
import { elementTexts, prefixOf, textOf } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { isConstant, nodeOf, property, textsOf } from './check-tools.js';
import { isFunctionLike } from '../syntax.js';

/** What fetches a URL. */
export const CLIENTS =
  'fetch node-fetch undici.{fetch,request} {axios,got,request,needle,superagent,request-promise,request-promise-native,ky,bent,http,https,unirest,r2,phin,wretch,ofetch,urllib,restler,hyperquest,popsicle,cross-fetch,isomorphic-fetch,make-fetch-happen,teeny-request,sync-request,then-request,@hapi/wreck,jquery,$}{,.get,.post,.put,.patch,.delete,.request,.create,.head,.defaults,.stream,.ajax,.getJSON}{,()} http2.connect';
const METADATA =
  /^\w+:\/\/(?:169\.254\.169\.254|metadata\.google\.internal|100\.100\.100\.200|\[fd00:ec2::254\]|169\.254\.170\.2)\b/i;
export const LOCAL =
  /^(?:https?|wss?|ftp|redis|mongodb):\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.|[^/]*\.(?:local|internal|test|example|localhost)(?:[:/]|$)|\$)/i;

const UNVERIFIED_ADDRESS =
  /[?&](?:tlsInsecure|tlsAllowInvalidCertificates|tlsAllowInvalidHostnames)=true|[?&]sslmode=no-verify|;\s*TrustServerCertificate\s*=\s*(?:true|yes)/i;

/** Whether the function around a call also answers that credentials may be used. */
function allowsCredentials(analysis: Analysis, node: ts.Node): boolean {
  let at: ts.Node = node;
  while (at.parent && !isFunctionLike(at)) at = at.parent;
  return /access-control-allow-credentials['"`]?\s*[,:]\s*['"]?true/i.test(at.getText());
}

/** TLS switched off, plain connections, downloads that are run. */
export const TRANSPORT_CHECKS: readonly CallCheck[] = [
  {
    // Programs and browsers are told on the command line.
    at: '{child_process,execa}{,.exec,.execSync,.spawn,.spawnSync,.execFile,.execFileSync} exec execSync execAsync *.appendSwitch puppeteer.launch playwright~.launch',
    check(analysis, site, path) {
      const texts = site.args.flatMap((arg) => [
        ...textsOf(arg),
        prefixOf(arg) ?? '',
        ...[arg, property(arg, 'args')].flatMap((one) =>
          (one?.objects ?? []).flatMap(elementTexts),
        ),
      ]);
      const program = texts[0] ?? '';
      const off = texts.some(
        (text) =>
          /(?:^|--)(?:ignore-certificate-errors|no-check-certificate|allow-insecure-localhost)\b|http\.sslVerify[= ]false|strict-ssl[= ]false|NODE_TLS_REJECT_UNAUTHORIZED=0/.test(
            text,
          ) ||
          (/^(?:.*\/)?curl\b/.test(program) &&
            /(?:^|\s)(?:-[a-jl-zA-Z]*k[a-zA-Z]*|--insecure)(?:\s|$)/.test(text)),
      );
      if (off) report(analysis, 'tls-unverified', site.node, undefined, path);
    },
  },
  {
    at: 'ftp() ftp jsftp() jsftp basic-ftp.Client()~.access telnet-client() telnet-client.Telnet() telnet-client~.connect smtp-connection_',
    check(analysis, site, path) {
      const [options] = site.args;
      if (property(options, 'secure') && !isConstant(property(options, 'secure'), false)) return;
      report(analysis, 'plain-protocol', site.node, undefined, path);
    },
  },
  {
    at: '{@aws-cdk/aws-s3,aws-cdk-lib/aws-s3,aws-cdk-lib.aws_s3}.Bucket() {@aws-cdk/aws-sqs,aws-cdk-lib/aws-sqs,aws-cdk-lib.aws_sqs}.Queue()',
    check(analysis, site, path) {
      const options = site.args[2];
      const encryption = property(options, 'encryption');
      const none = encryption?.paths.some((one) => /\.UN(?:ENCRYPTED|MANAGED)$/.test(one)) === true;
      const plain = isConstant(property(options, 'enforceSSL'), false);
      const silent =
        !encryption &&
        !property(options, 'encryptionMasterKey') &&
        !property(options, 'encryptionKey') &&
        !property(options, 'enforceSSL');
      if (none || plain || (silent && (!options || options.objects.length > 0)))
        report(analysis, 'unprotected-store', site.node, undefined, path);
    },
  },
  {
    at: '{@aws-cdk/aws-sns,aws-cdk-lib/aws-sns,aws-cdk-lib.aws_sns}.Topic() {@aws-cdk/aws-rds,aws-cdk-lib/aws-rds,aws-cdk-lib.aws_rds}.{DatabaseInstance,DatabaseCluster}() {@aws-cdk/aws-ec2,aws-cdk-lib/aws-ec2,aws-cdk-lib.aws_ec2}.Volume()',
    check(analysis, site, path) {
      const options = site.args[2];
      const kept = [
        'masterKey',
        'storageEncrypted',
        'storageEncryptionKey',
        'encrypted',
        'encryptionKey',
      ]
        .map((name) => property(options, name))
        .some((value) => value !== undefined && !isConstant(value, false));
      if (!kept && (!options || options.objects.length > 0))
        report(analysis, 'unprotected-store', site.node, undefined, path);
    },
  },
  {
    at: '*.disableTLSCerts',
    check(analysis, site, path) {
      report(analysis, 'tls-unverified', site.node, undefined, path);
    },
  },
  {
    // Addresses and connection strings of databases and queues carry their options with them.
    at: `{mongodb,mongoose,pg,pg-promise,postgres,mysql,mysql2,mssql,redis,ioredis,sequelize,knex,typeorm,amqplib,tedious}~`,
    check(analysis, site, path) {
      const texts = [
        site.args[0],
        ...['connectionString', 'url', 'uri', 'connection'].map((name) =>
          property(site.args[0], name),
        ),
      ].flatMap((one) => [...textsOf(one), (one && prefixOf(one)) ?? '']);
      if (texts.some((text) => UNVERIFIED_ADDRESS.test(text)))
        report(analysis, 'tls-unverified', nodeOf(analysis, site, 0), undefined, path);
    },
  },
  {
    at: 'mssql.connect mssql.ConnectionPool() tedious.Connection() nodemailer.createTransport',
    check(analysis, site, path) {
      const [options] = site.args;
      const host = textOf(property(options, 'host') ?? property(options, 'server'));
      const plain =
        isConstant(property(property(options, 'options'), 'encrypt'), false) ||
        isConstant(property(options, 'ignoreTLS'), true);
      if (plain && !(host && LOCAL.test(`http://${host}`)))
        report(analysis, 'plain-protocol', site.node, undefined, path);
    },
  },
  {
    at: '{http,http2}.createServer',
    check(analysis, site, path) {
      report(analysis, 'plain-server', site.node, undefined, path);
    },
  },
  {
    at: `${CLIENTS} WebSocket() ws() ws EventSource() axios() XMLHttpRequest()~.open`,
    check(analysis, site, path) {
      // `needle('get', url)`, `request.open('GET', url)`
      const named = /^(?:get|post|put|patch|delete|head)$/i.test(textOf(site.args[0]) ?? '');
      const position = path.endsWith('.open') || named ? 1 : 0;
      const [first] = [site.args[position]];
      if (!first) return;
      const url =
        property(first, 'url') ?? property(first, 'uri') ?? property(first, 'baseURL') ?? first;
      const host = undeclaredHost(analysis, url);
      if (host)
        report(analysis, 'undeclared-host', nodeOf(analysis, site, position), undefined, host);
      const texts = textsOf(url);
      if ([...texts, prefixOf(url) ?? ''].some((one) => METADATA.test(one)))
        report(analysis, 'metadata-address', nodeOf(analysis, site, position), undefined, path);
      const all = texts.length > 0 ? texts : [prefixOf(url) ?? ''];
      if (all.some((one) => /^(?:http|ws|ftp):\/\/[^/]/i.test(one) && !LOCAL.test(one)))
        report(analysis, 'plain-http', nodeOf(analysis, site, position), undefined, path);
    },
  },
  {
    at: 'http.{request,get}',
    check(analysis, site, path) {
      const host = textOf(property(site.args[0], 'hostname') ?? property(site.args[0], 'host'));
      if (host && !LOCAL.test(`http://${host}`))
        report(analysis, 'plain-http', site.node, undefined, path);
    },
  },
  {
    at: '@grpc/grpc-js.{credentials,ServerCredentials}.createInsecure grpc.{credentials,ServerCredentials}.createInsecure',
    check(analysis, site, path) {
      report(analysis, 'insecure-channel', site.node, undefined, path);
    },
  },
  {
    at: 'cors cors() express.cors',
    check(analysis, site, path) {
      const [options] = site.args;
      const open =
        textsOf(property(options, 'origin')).includes('*') ||
        isConstant(property(options, 'origin'), true);
      if (open && isConstant(property(options, 'credentials'), true))
        report(analysis, 'cors-open', site.node, undefined, path);
    },
  },
  {
    at: 'http.res.{setHeader,header,set,writeHead,append}',
    check(analysis, site, path) {
      const name = textOf(site.args[0]);
      if (name && /^access-control-allow-origin$/i.test(name)) {
        const taint = site.args[1]?.taints.find((one) => one.kind === 'remote');
        const empty = textsOf(site.args[1]).includes('null') || isConstant(site.args[1], null);
        if ((taint || empty) && allowsCredentials(analysis, site.node))
          report(analysis, 'cors-open', nodeOf(analysis, site, 1), taint, path);
      }
    },
  },
  {
    at: 'http.res.writeHead',
    check(analysis, site, path) {
      const headers = site.args.at(-1);
      const origin =
        property(headers, 'Access-Control-Allow-Origin') ??
        property(headers, 'access-control-allow-origin');
      const allowed =
        property(headers, 'Access-Control-Allow-Credentials') ??
        property(headers, 'access-control-allow-credentials');
      const taint = origin?.taints.find((one) => one.kind === 'remote');
      const empty = isConstant(origin, null, 'null');
      if ((taint || empty) && isConstant(allowed, true, 'true'))
        report(analysis, 'cors-open', nodeOf(analysis, site, site.args.length - 1), taint, path);
    },
  },
  {
    at: '{fs,fs.promises,fs-extra}.{writeFile,writeFileSync,createWriteStream}',
    check(analysis, site, path) {
      const name = textOf(site.args[0]);
      if (
        name &&
        /(?:^|\/)(?:package(?:-lock)?\.json|\.npmrc|\.bashrc|\.profile|\.ssh\/authorized_keys|\.zshrc|crontab|\.gitconfig)$/.test(
          name,
        )
      )
        report(analysis, 'own-manifest-write', site.node, undefined, path);
    },
  },
];
