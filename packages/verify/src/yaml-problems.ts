import { failure, warning } from './gate.js';
import type { GateDiagnostic } from './report.js';

/** What is wrong with a YAML file, which may hold several documents. Loads the parser only when needed. */
export async function yamlProblems(path: string, text: string): Promise<GateDiagnostic[]> {
  const { parseAllDocuments } = await import('yaml');
  // Without documents the list itself is the stream, and has no problems.
  return [...parseAllDocuments(text)].flatMap((document) => [
    ...document.errors.map((error) =>
      failure('PW_PARSE_SYNTAX', firstLine(error.message), { file: path, ...place(error) }),
    ),
    ...document.warnings.map((found) =>
      warning('PW_PARSE_DOUBTFUL', firstLine(found.message), { file: path, ...place(found) }),
    ),
  ]);
}

const firstLine = (text: string) => text.split('\n')[0] ?? text;

const place = (error: { linePos?: readonly { line: number; col: number }[] | undefined }) => {
  const start = error.linePos?.[0];
  return start ? { line: start.line, column: start.col } : {};
};
