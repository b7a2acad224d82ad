import type ts from 'typescript';
import type { Analysis } from './analysis.js';

/** Rules that look at the shape of the code alone. */
export function checkTree(_analysis: Analysis, _sources: readonly ts.SourceFile[]): void {}
