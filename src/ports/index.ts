export type { Batches, BatchRow } from "./batches.ts";
export type { Cache } from "./cache.ts";
export type { Charts } from "./charts.ts";
export type { Checkpoints } from "./checkpoints.ts";
export type { Clock, Duration, Instant } from "./clock.ts";
export type { Hasher } from "./hasher.ts";
export type { Ids } from "./ids.ts";
export type { Journal, JournalContent, JournalEntry } from "./journal.ts";
export type { Json } from "./json.ts";
export type {
  Appended,
  Batch,
  Change,
  Entry,
  Head,
  HeldHead,
  Leaf,
  Log,
  Position,
  Range,
  Reply,
} from "./log.ts";
export type { Mail, Mailer, MailFailure } from "./mailer.ts";
export type { Register, RegisterAnswer } from "./registers.ts";
export type {
  ListedDatabaseRole,
  NewDatabaseRole,
  RoleServer,
  RoleServerFault,
} from "./role-server.ts";
export type { Side, SideKey, SideTable, SideWrite } from "./side.ts";
export { sideTables } from "./side.ts";
export type { Signer } from "./signer.ts";
