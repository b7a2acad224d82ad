import { report, unsafe } from '../report-hit.js';
import { deepTaints, joinTaints, textOf, type Taint } from '../value.js';
import type { CallCheck } from './call-checks.js';
import { isConstant, property } from './check-tools.js';

const LOGS =
  'console.{log,info,warn,error,debug,trace,dir,table} process.{stdout,stderr}.write {winston,bunyan,pino,log4js,loglevel,signale,consola,npmlog,debug,logger,log,tracer,elizaLogger,@elizaos/core.logger,@elizaos/core.elizaLogger,eliza.runtime.logger,fancy-log,debug()}~.{log,info,warn,error,debug,trace,verbose,fatal,success,progress,silly,http,notice} fancy-log debug()';
const NETWORK =
  'fetch node-fetch cross-fetch undici.{fetch,request} {axios,got,ky,needle,superagent,request,request-promise,http,https}{,.get,.post,.put,.patch,.delete,.request,.send}{,()} https.request().{write,end} http.request().{write,end} request.post().form ws()~.send WebSocket()~.send net.*.write dgram.*.send dns.{resolve,lookup}';

const arguments_ = (site: Parameters<CallCheck['check']>[1]): readonly Taint[] =>
  site.args.reduce<readonly Taint[]>((all, arg) => joinTaints(all, deepTaints(arg)), []);

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
        const file = unsafe('file-to-network', deepTaints(arg), 0);
        if (file)
          report(
            analysis,
            'file-to-network',
            site.node.arguments?.[position] ?? site.node,
            file,
            path,
          );
      });
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
    at: 'http.res.{cookie,setCookie} localStorage.setItem sessionStorage.setItem window.localStorage.setItem window.sessionStorage.setItem',
    check(analysis, site, path) {
      const secret = unsafe('secret-in-file', arguments_(site), 0);
      if (secret)
        report(analysis, 'secret-in-file', site.node.arguments?.[1] ?? site.node, secret, path);
    },
  },
  {
    at: 'eliza.callback',
    check(analysis, site) {
      const taints = arguments_(site);
      const secret =
        unsafe('secret-in-message', taints, 0) ?? unsafe('environment-leak', taints, 0);
      if (secret) report(analysis, 'secret-in-message', site.node, secret);
      const trace = unsafe('stack-trace', taints, 0);
      if (trace) report(analysis, 'stack-trace', site.node, trace);
    },
  },
  {
    at: 'http.res.{send,json,end,write,render,status().send,status().json,status().end,jsonp} http.res~.{send,json,end,write}',
    check(analysis, site, path) {
      const taints = arguments_(site);
      const node = site.node.arguments?.[0] ?? site.node;
      const trace = unsafe('stack-trace', taints, 0);
      if (trace) report(analysis, 'stack-trace', node, trace, path);
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
      const text = textOf(site.args[0]) ?? '';
      const root =
        site.args[0]?.paths.some((one) =>
          /^(?:__dirname|process\.cwd\(\)|os\.homedir\(\))$/.test(one),
        ) === true;
      if (
        root ||
        /(?:^|\/)node_modules(?:\/[\w@-]*)?\/?$|^\.?\/?$|^\.\.?\/?$/.test(text) ||
        text.startsWith('~')
      )
        report(analysis, 'private-files-served', site.node, undefined, path);
    },
  },
  {
    at: 'express-session session cookie-session express.session',
    check(analysis, site, path) {
      const cookie =
        property(site.args[0], 'cookie') ?? (path === 'cookie-session' ? site.args[0] : undefined);
      const kept = (name: string) =>
        isConstant(property(cookie, name), true) || property(cookie, name)?.constants === undefined;
      if (
        cookie?.objects.length &&
        !(kept('secure') && property(cookie, 'secure') && kept('httpOnly'))
      )
        report(analysis, 'insecure-cookie', site.node, undefined, path);
    },
  },
];
