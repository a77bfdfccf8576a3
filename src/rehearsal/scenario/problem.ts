/** What is wrong with a file, and where; line and column count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong, what was expected, and the nearest correct word where there is one. */
  readonly message: string;
}

/** `scenarios/night.yaml:12:5: ...` */
export function sayProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column}: ${message}`;
}
