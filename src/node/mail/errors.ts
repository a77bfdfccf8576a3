import type { MailFailure } from "../../ports/index.ts";

/** Why a mail is not on its way; it never says to whom. */
export class MailError extends Error implements MailFailure {
  readonly code: MailFailure["code"];

  constructor(code: MailFailure["code"], message: string, cause: unknown) {
    super(message, { cause });
    this.name = "MailError";
    this.code = code;
  }
}
