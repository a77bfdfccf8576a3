import { createHash, randomBytes } from "node:crypto";

/** How the console's cookie is called; over https its prefix binds it to this very host (RFC 6265bis section 4.1.3.2). */
function cookieName(https: boolean): string {
  return https ? "__Host-wardkey-console" : "wardkey-console";
}

/** A new random value for the cookie, 256 bits. */
export function newCookie(): string {
  return randomBytes(32).toString("base64url");
}

/** What the cookie's value is kept as: the log and the world never hold the value itself. */
export function cookieHash(value: string): string {
  return createHash("sha256").update(`console\0${value}`).digest("base64url");
}

/** The Set-Cookie header that sets the cookie, or takes it away. It ends with the browser; the session ends earlier. */
export function setCookie(value: string | undefined, https: boolean): string {
  const parts = [
    `${cookieName(https)}=${value ?? ""}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Strict",
    ...(https ? ["Secure"] : []),
    ...(value === undefined ? ["Max-Age=0"] : []),
  ];
  return parts.join("; ");
}

/** The value of the cookie in a Cookie header; undefined unless it is there just once and is one of ours. */
export function readCookie(header: string | undefined, https: boolean): string | undefined {
  const name = `${cookieName(https)}=`;
  const values = (header ?? "")
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part.startsWith(name))
    .map((part) => part.slice(name.length));
  const [value] = values;
  return values.length === 1 && value !== undefined && /^[\w-]{43}$/.test(value)
    ? value
    : undefined;
}
