import type ts from 'typescript';
import { bare, declarationsOf } from '../access-key.js';
import type { Analysis } from '../analysis.js';
import { isDecoded } from '../decoded-text.js';
import { report, unsafe } from '../report-hit.js';
import { deepTaints, joinTaints, Safe, textOf, type Taint, type Value } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { isConstant, nodeOf, property } from './check-tools.js';
import { hostFacts, isPrivateFile, rawAddress, sentTaints } from './malware-checks.js';
import { isPrivateFolder } from './folder-text.js';
import { LOGS } from './loggers.js';
import { onlyWhileDeveloping } from '../only-while-developing.js';
import { personalData } from './personal-data.js';
import {
  isCallExpression,
  isIdentifier,
  isPropertyAccessExpression,
  isVariableDeclaration,
} from '../syntax.js';

const NETWORK =
  'fetch node-fetch cross-fetch undici.{fetch,request} {axios,got,ky,needle,superagent,request,request-promise,http,https}{,.get,.post,.put,.patch,.delete,.request,.send}{,()} https.request().{write,end} http.request().{write,end} request.post().form ws()~.send WebSocket()~.send net.*.write dgram.*.send dns.{resolve,lookup}';

const MONITORING =
  '{Sentry,@sentry/node,@sentry/browser,@sentry/react,@sentry/nextjs}~.{captureMessage,captureException,captureEvent,addBreadcrumb,setUser,setExtra,setExtras,setTag,setTags,setContext} {Bugsnag,@bugsnag/js,bugsnag}~.{notify,leaveBreadcrumb,start,addMetadata} {Rollbar,rollbar}~.{critical,error,warning,info,debug,log} {airbrake,@airbrake/node,@airbrake/browser,Airbrake}~.notify {Honeybadger,honeybadger,@honeybadger-io/js}~.{notify,setContext,addBreadcrumb} newrelic~.{noticeError,setCustomAttribute,addCustomAttribute,setAttribute,setPageViewName,recordCustomEvent} {analytics,analytics-node,@segment/analytics-node,@segment/analytics-next,Analytics}~.{identify,track,group,page,alias,screen} {mixpanel,amplitude,posthog,posthog-node,@amplitude/node,heap}~.{track,identify,capture,logEvent,people.set,alias} {gtag,ga} react-ga.event ReactGA.event dataLayer.push window.dataLayer.push {dd-trace,hot-shots,@datadog/browser-rum,@datadog/browser-logs,datadog}~.{event,setUser,addAction,addError,log} @opentelemetry/api~.{setAttribute,setAttributes,addEvent,recordException,setStatus} {algoliasearch,@elastic/elasticsearch,elasticsearch}~.{saveObject,saveObjects,index,initIndex}';
const MONITORED =
  /sentry|bugsnag|rollbar|airbrake|honeybadger|newrelic|segment|analytics|mixpanel|amplitude|posthog|datadog|dd-trace|opentelemetry/i;

/** Certificates and agents go into the connection, not over it. */
const OF_CONNECTION =
  /^(?:ca|cert|key|pfx|crl|agent|httpsAgent|httpAgent|agentOptions|tls|dispatcher)$/;
function contentTaints(value: Value, depth = 3): readonly Taint[] {
  let all = value.taints;
  if (depth > 0)
    for (const object of value.objects) {
      for (const [name, inner] of object.properties)
        if (!OF_CONNECTION.test(name)) all = joinTaints(all, contentTaints(inner, depth - 1));
      if (object.rest) all = joinTaints(all, contentTaints(object.rest, depth - 1));
    }
  return all;
}

const arguments_ = (site: Parameters<CallCheck['check']>[1]): readonly Taint[] =>
  site.args.reduce<readonly Taint[]>((all, arg) => joinTaints(all, deepTaints(arg)), []);

const MADE =
  /(?:^|\.)(?:sign|encode|issue\w*|generate\w*|create\w*|random\w*|gen\w*|mint\w*|make\w*|new\w*|exchange\w*|nanoid|uuid\w*|v[47])$|randomBytes|randomUUID|getRandomValues|generateKey/;

/** A token or a key that was made just now is meant for who asked for it. */
function isFresh(analysis: Analysis, { kind, at }: Taint): boolean {
  if (kind !== 'secret' || !isIdentifier(at)) return false;
  const [declaration] = declarationsOf(analysis, at);
  if (!declaration || !isVariableDeclaration(declaration) || !declaration.initializer) return false;
  let made: ts.Expression = bare(analysis, declaration.initializer);
  for (let step = 0; step < 6 && isCallExpression(made); step += 1) {
    if (MADE.test(made.expression.getText().replaceAll(/\s+/g, ''))) return true;
    if (!isPropertyAccessExpression(made.expression)) return false;
    made = bare(analysis, made.expression.expression);
  }
  return false;
}

/** Secrets, the environment and stack traces on their way out. */
export const LEAK_CHECKS: readonly CallCheck[] = [
  {
    at: LOGS,
    check(analysis, site, path) {
      site.args.forEach((arg, position) => {
        const taints = deepTaints(arg);
        const node = site.node.arguments?.[position] ?? site.node;
        const secret = unsafe('secret-in-log', taints, 0);
        if (secret) report(analysis, 'secret-in-log', node, secret, path);
        const whole = unsafe('environment-leak', taints, 0);
        if (whole) report(analysis, 'environment-leak', node, whole, path);
      });
    },
  },
  {
    at: NETWORK,
    check(analysis, site, path) {
      const taints = arguments_(site);
      const whole = unsafe('environment-leak', taints, 0);
      if (whole) report(analysis, 'environment-leak', site.node, whole, path);
      site.args.forEach((arg, position) => {
        const content = contentTaints(arg);
        const node = site.node.arguments?.[position] ?? site.node;
        const stolen = content.find(
          (taint) => taint.kind === 'file' && isPrivateFile(analysis, taint),
        );
        const file = unsafe('file-to-network', content, Safe.parsed);
        if (stolen) report(analysis, 'private-file-sent', node, stolen, path);
        if (file) report(analysis, 'file-to-network', node, file, path);
      });
      const facts = hostFacts(sentTaints(analysis, site));
      const [fact] = facts.values();
      if (facts.size > 1)
        report(analysis, 'host-facts-sent', site.node, fact, [...facts.keys()].join(', '));
      if (site.args[0]?.constants && isDecoded(site.args[0]))
        report(analysis, 'hidden-text', site.node, undefined, String(site.args[0].constants[0]));
      const address = rawAddress(site);
      if (address !== undefined) report(analysis, 'raw-address', site.node, undefined, address);
    },
  },
  {
    at: '{fs,fs.promises,fs-extra}.{writeFile,writeFileSync,appendFile,appendFileSync}',
    check(analysis, site, path) {
      const taints = site.args[1] ? deepTaints(site.args[1]) : [];
      const whole = unsafe('environment-leak', taints, 0);
      if (whole) report(analysis, 'environment-leak', site.node, whole, path);
      const secret = unsafe('secret-in-file', taints, 0);
      if (secret)
        report(analysis, 'secret-in-file', site.node.arguments?.[1] ?? site.node, secret, path);
    },
  },
  {
    at: 'http.res.{cookie,setCookie} koa.ctx.cookies.set {,window.}{localStorage,sessionStorage}.setItem {js-cookie,universal-cookie,universal-cookie(),cookies(),react-cookies,nookies,cookie,cookie_js,browser-cookies,Cookies,tiny-cookie,js-cookie.default,next/headers.cookies()}~.{set,save,serialize,setCookie} {async-storage,AsyncStorage,@react-native-async-storage/async-storage,@react-native-community/async-storage}.{setItem,mergeItem}',
    check(analysis, site, path) {
      const secret = unsafe('secret-in-file', arguments_(site), 0);
      if (secret)
        report(analysis, 'secret-in-file', site.node.arguments?.[1] ?? site.node, secret, path);
    },
  },
  {
    at: 'http.res.{setHeader,header,set,append,writeHead,appendHeader}',
    check(analysis, site, path) {
      if (!/^set-cookie$/i.test(textOf(site.args[0]) ?? '')) return;
      const secret = unsafe('secret-in-file', arguments_(site), 0);
      if (secret) report(analysis, 'secret-in-file', nodeOf(analysis, site, 1), secret, path);
    },
  },
  {
    at: '{fs,fs-extra}.createWriteStream()~.{write,end} {fs-extra.{outputFile,outputFileSync,outputJson,outputJsonSync,writeJson,writeJsonSync},Bun.write,jsonfile.{writeFile,writeFileSync},write-file-atomic,write-json-file}',
    check(analysis, site, path) {
      const secret = unsafe('secret-in-file', arguments_(site), 0);
      if (secret) report(analysis, 'secret-in-file', nodeOf(analysis, site, 0), secret, path);
    },
  },
  {
    at: 'eliza.callback',
    check(analysis, site) {
      const taints = arguments_(site);
      const secret =
        unsafe('secret-in-message', taints, 0) ?? unsafe('environment-leak', taints, 0);
      if (secret) report(analysis, 'secret-in-message', site.node, secret);
      const trace = unsafe('stack-trace', taints, Safe.secret);
      if (trace) report(analysis, 'stack-trace', site.node, trace);
    },
  },
  {
    at: 'http.res.{send,json,end,write,render,status().send,status().json,status().end,jsonp} http.res~.{send,json,end,write} Response() Response.json next/server.NextResponse() next/server.NextResponse.json',
    check(analysis, site, path) {
      const taints = arguments_(site).filter((taint) => !isFresh(analysis, taint));
      const node = site.node.arguments?.[0] ?? site.node;
      const trace = unsafe('stack-trace', taints, Safe.secret);
      if (trace && ![node, trace.at].some((one) => onlyWhileDeveloping(analysis, one)))
        report(analysis, 'stack-trace', node, trace, path);
      const secret =
        unsafe('environment-leak', taints, 0) ?? unsafe('secret-in-message', taints, 0);
      if (secret)
        report(
          analysis,
          secret.kind === 'environment' ? 'environment-leak' : 'secret-in-message',
          node,
          secret,
          path,
        );
    },
  },
  {
    at: 'express.static serve-static',
    check(analysis, site, path) {
      const [folder] = site.node.arguments ?? [];
      if (folder && isPrivateFolder(analysis, folder))
        report(analysis, 'private-files-served', site.node, undefined, path);
    },
  },
  {
    at: 'express-session session cookie-session express.session',
    check(analysis, site, path) {
      const [options] = site.args;
      if (!options || options.objects.length === 0) return;
      const whole = path === 'cookie-session';
      const cookie = property(options, 'cookie') ?? (whole ? options : undefined);
      const on = (name: string) => {
        const value = property(cookie, name);
        return value !== undefined && (value.constants?.includes(true) ?? true);
      };
      const open = isConstant(property(cookie, 'httpOnly'), false);
      // The default name tells which server it is, and is the one that attacks try.
      const named = property(options, 'name') !== undefined;
      if (!(on('secure') && named) || open)
        report(analysis, 'insecure-cookie', site.node, undefined, path);
    },
  },
  {
    at: 'express-jwt expressjwt express-jwt.expressjwt koa-jwt',
    check(analysis, site, path) {
      const [options] = site.args;
      if (options?.objects.length && !property(options, 'isRevoked'))
        report(analysis, 'token-not-revocable', site.node, undefined, path);
    },
  },
  {
    at: '{jsonwebtoken,jwt}.sign jwt-simple.encode jose.JWT.sign jose.SignJWT()',
    check(analysis, site, path) {
      const [payload] = site.args;
      const node = site.node.arguments?.[0];
      if (!payload || !node) return;
      const secret = deepTaints(payload).some(
        (taint) =>
          taint.kind === 'secret' && /pass(?:wd|word|phrase)|secret/i.test(taint.at.getText()),
      );
      // A record that was given as a whole, with whatever fields it has.
      const whole =
        payload.objects.length === 0 &&
        /(?:^|\.)(?:user|account|customer|profile|member|person|employee|patient)$/i.test(
          node.getText(),
        );
      if (secret || whole) report(analysis, 'token-exposes-data', site.node, undefined, path);
    },
  },
  {
    at: `${LOGS} ${MONITORING}`,
    check(analysis, site, path) {
      const found = site.node.arguments?.map((one) => personalData(analysis, one)).find(Boolean);
      if (found) report(analysis, 'personal-data-leak', site.node, undefined, found.getText());
      else if (!MONITORED.test(path)) return;
      const secret = unsafe('secret-in-log', arguments_(site), 0);
      if (secret && MONITORED.test(path))
        report(analysis, 'secret-in-log', site.node, secret, path);
    },
  },
];
