import { createTransport } from "nodemailer";
import type { Duration, Mailer } from "../../ports/index.ts";
import { MailError } from "./errors.ts";

/** Which mail server, and as whom. */
export interface MailerOptions {
  /** `smtp://host:port` or `smtps://`, with a user name and a password in it where the server wants them. */
  readonly url: string;
  /** The sender's address. */
  readonly from: string;
  /** A server that has not taken a mail over by then did not get it. */
  readonly patience?: Duration;
}

/**
 * The hospital's mail server (RFC 5321), each mail by a connection of its own. Beyond this machine it is spoken to over TLS only,
 * from the first byte (`smtps:`) or by STARTTLS (RFC 3207).
 */
export function openMailer({ url, from, patience = 20_000 }: MailerOptions): Mailer {
  const { hostname, password, port, protocol, username } = new URL(url);
  const secure = protocol === "smtps:";
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !isHere,
    // A certificate of this machine's own says nothing that its address does not.
    ignoreTLS: !secure && isHere,
    ...(username === ""
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    // Nothing of a mail is read from files or fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1);
  return {
    async send({ id, subject, text, to }, signal) {
      const messageId = `<${id}@${domain}>`;
      const envelope = { from, to: [to] };
      // What a program sent is not answered by programs (RFC 3834 section 5).
      const headers = { "auto-submitted": "auto-generated" };
      const ending = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
      const mail = { from, to, envelope, subject, text, messageId, headers, signal: ending };
      try {
        await transport.sendMail(mail);
      } catch (error) {
        throw failureOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** What went wrong, without the server's words: they may hold the address, and whatever it likes. */
function failureOf(error: unknown): MailError {
  const { code, command, response, responseCode } = error as SmtpFailure;
  const answer = typeof responseCode === "number" ? ` (it answers ${responseCode})` : "";
  // A refused sender would be refused the next time, too.
  const isAboutOne = !isOfServer(responseCode, response) && command !== "MAIL FROM";
  if (code === "EENVELOPE" && isAboutOne && command !== "DATA") {
    const what = `The mail server does not take this address${answer}.`;
    return new MailError("address-refused", what, error);
  }
  // Said to the command, it is about its recipients; said to what followed, about the text (RFC 5321 section 3.3).
  if ((code === "EENVELOPE" || code === "EMESSAGE") && isAboutOne) {
    const what = `The mail server does not take this message${answer}.`;
    return new MailError("message-refused", what, error);
  }
  return new MailError("server-failed", sentences[String(code)] ?? unknownOf(answer), error);
}

/** As nodemailer has it. */
interface SmtpFailure {
  readonly code?: unknown;
  /** The command that was answered so. */
  readonly command?: unknown;
  /** All that was answered. */
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

/** It closes (421), or takes nothing without a sign-in (RFC 4954 section 6), whatever was sent. */
const ofServer: readonly unknown[] = [421, 454, 530, 534, 535, 538];

/**
 * Whether what it answers is about the server and not about this mail: by its code, and where it says more (RFC 3463 section 3.4)
 * by its "mail system status", but that a message is too big. A bare 452 is "insufficient system storage" (RFC 5321 section 4.2.3).
 */
function isOfServer(responseCode: unknown, response: unknown): boolean {
  if (ofServer.includes(responseCode)) return true;
  const [, subject, detail] = enhanced.exec(typeof response === "string" ? response : "") ?? [];
  if (subject === undefined) return responseCode === 452;
  return subject === "3" && detail !== "4";
}

const enhanced = /^\d{3}[ -][245]\.(\d{1,3})\.(\d{1,3})\b/;

const sentences: Readonly<Record<string, string>> = {
  EABORT: "The mail server did not take it in time.",
  ETIMEDOUT: "The mail server does not answer in time.",
  ESOCKET: "The mail server cannot be reached.",
  ECONNECTION: "The connection to the mail server was lost.",
  EDNS: "The mail server's name is not known: see WARDKEY_SMTP.",
  ETLS: "The mail server cannot be spoken to over TLS: see WARDKEY_SMTP, and its certificate.",
  EAUTH: "The mail server does not accept the user name and password of WARDKEY_SMTP.",
};

function unknownOf(answer: string): string {
  return `The mail server does not take it${answer}.`;
}
