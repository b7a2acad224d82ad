import type ts from 'typescript';
import { isPropertyAccessExpression, lastNameOf } from '../syntax.js';

const METHODS =
  'log,info,warn,error,debug,trace,verbose,fatal,success,progress,silly,http,notice,critical,emergency,alert,event';

/** Where a text is written that people and other programs read later. */
export const LOGS = `console.{log,info,warn,error,debug,trace,dir,table,group,groupCollapsed,assert,dirxml} console.Console()~.{log,info,warn,error,debug,trace} Console()~.{log,info,warn,error,debug,trace} process.{stdout,stderr}.write process.emitWarning {winston,bunyan,pino,log4js,loglevel,signale,consola,npmlog,debug,logger,log,tracer,elizaLogger,@elizaos/core.logger,@elizaos/core.elizaLogger,eliza.runtime.logger,fancy-log,debug(),tslog,roarr,lambda-log,@nestjs/common.Logger,electron-log,js-logger,log-symbols,caterpillar,ulog,diary,adze}~.{${METHODS}} fancy-log debug() util.{log,debuglog(),debug()}`;

const LOGGER = /^_?(?:logger|log|logging|console|winston|pino|bunyan|eliza_?logger)$/i;
const WRITES = new RegExp(`^(?:${METHODS.replaceAll(',', '|')})$`);

/** `this.logger.info`, `req.log.warn`, a parameter `logger`: known by what they are called, wherever they come from. */
export function loggerPath(callee: ts.Expression): string | undefined {
  if (!isPropertyAccessExpression(callee) || !WRITES.test(callee.name.text)) return undefined;
  return LOGGER.test(lastNameOf(callee.expression)) ? `logger.${callee.name.text}` : undefined;
}
