/** Where in a document something was found. Lines and columns count from 1. */
export interface SourcePosition {
  /** File path or URL as the caller gave it; absent for text without a name. */
  source?: string;
  line: number;
  column: number;
}

/** An expected problem, as data: what is wrong, where, and what to do about it. */
export interface Diagnostic {
  /** Stable, `PW_<AREA>_<REASON>`. */
  code: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** What to do next, one sentence. */
  hint?: string;
  /** JSON pointer (RFC 6901) into the document, `''` for the whole of it. */
  path: string;
  position?: SourcePosition;
}
