/** What is wrong with a request, as RFC 7644 section 3.12 names it. */
export type ScimType =
  | "invalidFilter"
  | "invalidPath"
  | "invalidSyntax"
  | "invalidValue"
  | "mutability"
  | "noTarget"
  | "tooMany"
  | "uniqueness";

/** A request that is not done; the message is for people, and nothing of it has happened. */
export class ScimError extends Error {
  readonly code = "scim";
  readonly status: number;
  readonly scimType: ScimType | undefined;

  constructor(status: number, message: string, scimType?: ScimType) {
    super(message);
    this.name = "ScimError";
    this.status = status;
    this.scimType = scimType;
  }
}

/** The request says something that cannot be so. */
export function invalid(scimType: ScimType, message: string): ScimError {
  return new ScimError(scimType === "uniqueness" ? 409 : 400, message, scimType);
}

/** There is no resource of that id here. */
export function notThere(what: string): ScimError {
  return new ScimError(404, `There is no ${what} of this id here.`);
}

/** The body of an error (RFC 7644 section 3.12): its status is a text there. */
export function errorBody({
  status,
  message,
  scimType,
}: Pick<ScimError, "status" | "message" | "scimType">): {
  readonly schemas: readonly string[];
  readonly status: string;
  readonly scimType?: string;
  readonly detail: string;
} {
  return {
    schemas: ["urn:ietf:params:scim:api:messages:2.0:Error"],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: message,
  };
}
