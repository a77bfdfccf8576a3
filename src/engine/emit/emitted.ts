import type { StaticType } from "./static-type.ts";

/** JavaScript for an expression. */
export interface Emitted {
  /** An expression that may stand anywhere: in brackets unless it is one word. */
  readonly code: string;
  readonly type: StaticType;
  /** Whether it always has a value. */
  readonly total: boolean;
}

/** Whether it is a boolean that is known already. */
export function isKnown({ code }: Emitted, value: boolean): boolean {
  return code === String(value);
}
