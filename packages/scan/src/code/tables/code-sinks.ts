import { textOf } from '../value.js';
import { isConstant, property } from './check-tools.js';
import type { Sink } from './sinks.js';

/** What takes a text for a program: the language itself, sandboxes, templates, loaders of modules, driven browsers. */
export const CODE_SINKS: readonly Sink[] = [
  {
    rule: 'code-injection',
    at: `eval global.eval window.eval Function Function() GeneratorFunction AsyncFunction AsyncFunction() execScript vm.{runInContext,runInNewContext,runInThisContext,compileFunction,createScript,Script()} vm.{Script,SourceTextModule}() vm.Script vm2.{VM,NodeVM}()~.run vm2.{VM,NodeVM}()~.runFile vm2.VMScript() vm2.VMScript VMScript() safe-eval notevil notevil.FunctionFactory static-eval eval safer-eval node-eval require-from-string requireFromString sandbox()~.run sandbox~.run module.constructor._compile module._compile module.Module()._compile module()._compile isolated-vm~.{compileScript,evalClosure,eval,evalSync} expression-eval.{eval,compile} mathjs.{evaluate,eval,compile} angular-expressions.compile setImmediate`,
    arg: 0,
  },
  { rule: 'code-injection', at: 'Function Function() AsyncFunction()', arg: 'every' },
  { rule: 'download-and-run', at: 'Function Function() AsyncFunction()', arg: 'last' },
  {
    rule: 'download-and-run',
    at: 'eval Function Function() AsyncFunction() vm.{runInContext,runInNewContext,runInThisContext,compileFunction,Script()} vm2.{VM,NodeVM}()~.run module._compile module.constructor._compile require-from-string import() exec execSync child_process.{exec,execSync,spawn,spawnSync}',
    arg: 0,
  },
  {
    rule: 'code-injection',
    at: '{setTimeout,setInterval,window.setTimeout,window.setInterval}',
    arg: 0,
  },
  {
    rule: 'code-injection',
    at: 'WebAssembly.{compile,compileStreaming,instantiate,instantiateStreaming}',
    arg: 0,
  },
  {
    // What the page runs as a program: of Electron, of WebViews, of extensions and of editors that accept commands.
    rule: 'code-injection',
    at: '{,*.}{executeJavaScript,executeJavaScriptInIsolatedWorld,injectJavaScript} {,document.}execCommand',
    arg: 0,
  },
  {
    rule: 'code-injection',
    at: '{chrome,browser}.tabs.executeScript',
    arg: 'every',
    properties: ['code'],
  },
  {
    rule: 'code-injection',
    at: '*.{setAttribute,attr,setAttributeNS}',
    arg: 1,
    when: ([name]) => /^on[a-z]+$/i.test(textOf(name) ?? ''),
  },
  {
    rule: 'code-injection',
    at: 'worker_threads.Worker() Worker()',
    arg: 0,
    when: ([, options]) => isConstant(property(options, 'eval'), true),
  },
  {
    // Expressions of AngularJS.
    rule: 'code-injection',
    at: '{$compile,$parse,$interpolate} *.{$eval,$evalAsync,$apply,$applyAsync,$watch,$watchCollection,$watchGroup} ',
    arg: 0,
  },
  {
    rule: 'browser-script',
    at: '{puppeteer,puppeteer-core,playwright,chrome-remote-interface,phantom,playwright-core,@playwright/test,page,browser,context}~.{evaluate,evaluateHandle,evaluateOnNewDocument,addInitScript,waitForFunction,$eval,$$eval,compileScript,evaluateJavaScript,evaluateAsync}',
    arg: 0,
  },
  {
    rule: 'browser-script',
    at: '{chrome-remote-interface,CDP,Runtime}~.{compileScript,evaluate,callFunctionOn}',
    arg: 0,
    deep: true,
  },
  {
    rule: 'code-injection',
    at: 'vm.{createContext,runInContext,runInNewContext,runInThisContext} vm2.{VM,NodeVM}()',
    arg: 'every',
    deep: true,
  },
  {
    rule: 'code-injection',
    at: 'vm.compileFunction',
    arg: 2,
    properties: ['parsingContext', 'contextExtensions'],
    deep: true,
  },
  {
    rule: 'template-injection',
    at: '{pug,jade,ejs,nunjucks,dot,doT,swig,swig-templates,handlebars,mustache,hogan.js,lodash,underscore,_,dust,eta,liquidjs,vash,velocityjs,twig,consolidate,whiskers,marko,squirrelly,eco,art-template,haml,hamljs,jsrender,ractive,hogan,Handlebars,Mustache}~.{render,compile,template,renderString,parse,precompile,renderSync,from_string,Template,renderText,parseAndRender,renderAsync}',
    arg: 0,
  },
  {
    rule: 'dynamic-import',
    at: 'import() require require.resolve module._load module.createRequire() importlib jiti() jiti()~.import import-fresh requireg',
    arg: 0,
  },
];
