/**
 * What the console and the server say to each other of notifications by mail and webhook. Imported by `web/console` and by
 * `http/console`; nothing else may be. All instants are milliseconds since 1970.
 */

/** GET console/api/notices */
export interface NoticesReply {
  /** Where notifications go: `mail`, and `hook-` and the id of each webhook; empty: nowhere. */
  readonly targets: readonly string[];
  /** How many wait for their first try. */
  readonly waiting: number;
  /** What did not arrive, the newest first; of very many the newest only. */
  readonly failing: readonly NoticeView[];
}

/** A notification that did not arrive. */
export interface NoticeView {
  readonly id: string;
  /** The kind of the record that it tells of. */
  readonly kind: string;
  /** Whom it is for: a person's name, or a webhook's id. */
  readonly to: string;
  readonly target: string;
  /** When what it tells of happened. */
  readonly at: number;
  readonly tries: number;
  readonly why: string;
  /** When it is tried next; absent: nobody tries any more. */
  readonly next?: number;
}
