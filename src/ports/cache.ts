/** What a node keeps sealed for the time in which its database does not answer (X14): one text, which is replaced whole. */
export interface Cache {
  /** Resolves once `text` is durable and the one before is gone. */
  keep(text: string): Promise<void>;
  /** What was kept last; undefined where nothing is, or it cannot be opened. */
  read(): Promise<string | undefined>;
  erase(): Promise<void>;
}
