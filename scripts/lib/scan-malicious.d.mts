/** A line that the tests of guarddog call malicious (`positive`) or harmless. */
export interface Mark {
  readonly positive: boolean;
  readonly rule: string;
  readonly line: number;
}
export function marksIn(text: string): Mark[];
