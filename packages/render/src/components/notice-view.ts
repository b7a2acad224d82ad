import type { Notify } from '@plugwright/spec';
import { type Code, code, identifier, jsonLiteral } from '../encode.js';
import type { Identifiers } from '../identifiers.js';

/** How a component tells of its news, for its template. */
export interface NoticeView {
  /** Source of a `Notice`; absent: only an event is emitted. */
  notice: Code | undefined;
  /** Actions that the file imports. */
  noticeImports: { identifier: string; module: string }[];
}

/** `src/lib` files that whatever tells news stands on. */
export const NEWS_LIBRARY = ['announce', 'notify'] as const;

/** The `Notice` of a spec's `notify`. */
export function noticeView(identifiers: Identifiers, notify: Notify | undefined): NoticeView {
  if (notify === undefined) return { notice: undefined, noticeImports: [] };
  const { to } = notify;
  const template = `template: ${jsonLiteral(notify.template)}`;
  if (to.kind === 'room') {
    const place = `{ kind: 'room', setting: ${jsonLiteral(to.env)} }`;
    return { notice: code(`{ to: ${place}, ${template} }`), noticeImports: [] };
  }
  const symbol = identifier(identifiers.symbol('action', to.action));
  const place = `{ kind: 'action', action: ${symbol}, input: ${jsonLiteral(to.input)} }`;
  return {
    notice: code(`{ to: ${place}, ${template} }`),
    noticeImports: [actionImport(identifiers, to.action)],
  };
}

/** Import of an action by a component in a folder beside `src/actions`. */
export const actionImport = (
  identifiers: Identifiers,
  action: string,
): { identifier: string; module: string } => ({
  identifier: identifiers.symbol('action', action),
  module: `../actions/${identifiers.file('action', action)}.js`,
});
