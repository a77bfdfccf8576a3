/** One mail to one person. */
export interface Mail {
  /** The same whenever it is sent again, so that a mail that came twice can be told by its Message-ID (RFC 5322 section 3.6.4). */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Why a mail is not on its way; `message` holds no address and no word of the server's. */
export interface MailFailure extends Error {
  /** `address-refused` and `message-refused`: this one only; `server-failed`: the next one would meet the same. */
  readonly code: "address-refused" | "message-refused" | "server-failed";
}

/** The hospital's mail server. */
export interface Mailer {
  /** Resolves once the server has taken it over; rejects with a {@link MailFailure}. */
  send(mail: Mail, signal: AbortSignal): Promise<void>;
  close(): void;
}
