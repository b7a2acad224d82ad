import type { Memory } from '@elizaos/core';
import { sourceKind } from '@plugwright/engine';
import type { PluginJobRequest } from '@plugwright/engine/jobs';
import { PlugwrightError } from '@plugwright/errors';
import { safeJoin } from '@plugwright/files';
import type { Settings } from './settings.js';

/** What a message asks a plugin to be made from, or why that cannot be; one or two sentences for the room. */
export type Asked = { request: PluginJobRequest } | { refused: string };

type Content = Pick<Memory['content'], 'text' | 'attachments'>;

const url = /https?:\/\/[^\s<>"'`]+/i;
const file = /(?:^|[\s"'`(])(?<path>[\w.~/\\-]+\.(?:ya?ml|json))(?=$|[\s"'`),.!?])/i;
/** Words right before an address or a file that make it the document, and not something the plugin is about. */
const leadsIn =
  /(?:\b(?:from|out of|based on|open-?api|swagger|spec|specification|document|file)(?: (?:the|this|my|our|a|an|open-?api|swagger|api|spec|specification|document|file|in|at))*)[\s:"'`(<]*$/i;

/**
 * Finds in a message what a plugin is to be made from: a pasted or attached spec or OpenAPI document, the address or (where
 * the settings allow it) the file of one, else the words of the message themselves.
 */
export function requestOfMessage(
  content: Content,
  settings: Pick<Settings, 'documents' | 'allowUrls'>,
  agentName: string,
): Asked {
  const text = withoutAddress(content.text ?? '', agentName);
  const document = pastedDocument(text) ?? attachedDocument(content);
  if (document !== undefined) return { request: document };
  const address = named(text, url);
  if (address !== undefined) {
    const source = address.replace(/[.,;:!?)\]]+$/, '');
    if (!settings.allowUrls)
      return { refused: 'I am not allowed to fetch documents here. Paste it.' };
    if (!/^https:/i.test(source)) return { refused: 'I fetch documents over https only.' };
    return { request: { source, cwd: '/' } };
  }
  const path = named(text, file);
  if (path !== undefined) return fileRequest(path, settings.documents);
  return { request: { text, from: 'message', isSentence: true } };
}

/** Whether a message brings a document along. */
export const bringsDocument = (content: Content): boolean =>
  (pastedDocument(content.text ?? '') ?? attachedDocument(content)) !== undefined;

/** The match of `what` in `text`, if the words before it say that it is the document. */
function named(text: string, what: RegExp): string | undefined {
  const found = what.exec(text);
  if (found === null) return undefined;
  const name = found.groups?.['path'] ?? found[0];
  const before = text.slice(0, text.indexOf(name, found.index));
  return leadsIn.test(before) ? name : undefined;
}

function fileRequest(path: string, documents: string | undefined): Asked {
  if (documents === undefined)
    return {
      refused: 'I am not allowed to read files here. Paste the document, or give its address.',
    };
  try {
    return { request: { source: safeJoin(documents, path), cwd: documents } };
  } catch (error) {
    if (!PlugwrightError.isInstance(error)) throw error;
    return { refused: `I cannot read ${path}: ${error.message}` };
  }
}

function pastedDocument(text: string): PluginJobRequest | undefined {
  const fenced = /```[\w-]*\n(?<inner>[\s\S]*?)\n?```/.exec(text)?.groups?.['inner'];
  const candidate = [fenced, text].find(
    (one) => one !== undefined && sourceKind(one) !== 'unknown',
  );
  return candidate === undefined ? undefined : { text: candidate, from: 'message' };
}

function attachedDocument({ attachments = [] }: Content): PluginJobRequest | undefined {
  const found = attachments.find(
    ({ text }) => text !== undefined && sourceKind(text) !== 'unknown',
  );
  if (found?.text === undefined) return undefined;
  return { text: found.text, from: found.title ?? 'attachment' };
}

/** "@Ada, build …" is said to Ada; her name is no part of what is asked for. */
export function withoutAddress(text: string, agentName: string): string {
  const name = agentName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const called = new RegExp(
    `^\\s*(?:(?:hey|hi|hello|ok)[ ,]+)?(?:<@!?\\d+>|@?${name})[,:! ]+`,
    'i',
  );
  return agentName === '' ? text.trim() : text.replace(called, '').trim();
}
