export { connectMllp, type MllpConnection } from "./connect-mllp.ts";
export type { MllpError, MllpErrorCode } from "./errors.ts";
export { frameOf } from "./framer.ts";
export {
  listenMllp,
  type MllpClosed,
  type MllpLimits,
  type MllpListener,
  type MllpOptions,
} from "./listen-mllp.ts";
