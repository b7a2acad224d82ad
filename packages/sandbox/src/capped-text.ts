import { Buffer } from 'node:buffer';

/** Collects bytes up to a limit, and remembers that there were more. */
export interface CappedText {
  push: (chunk: Buffer) => void;
  /** UTF-8 text of the bytes kept; a character cut in two at the limit is left out. */
  text: () => string;
  truncated: () => boolean;
}

/** A {@link CappedText} that keeps the first `limit` bytes. */
export function cappedText(limit: number): CappedText {
  const chunks: Buffer[] = [];
  let kept = 0;
  let truncated = false;
  return {
    push: (chunk) => {
      const part = chunk.subarray(0, limit - kept);
      if (part.length < chunk.length) truncated = true;
      if (part.length === 0) return;
      chunks.push(part);
      kept += part.length;
    },
    // `stream` keeps the decoder from writing a replacement for half a character.
    text: () => new TextDecoder().decode(Buffer.concat(chunks), { stream: truncated }),
    truncated: () => truncated,
  };
}
