import { createHash, createHmac, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";

const derive = promisify(pbkdf2);

/** PostgreSQL's own number of rounds; what is hashed here has 256 bits of its own, which no more of them make safer. */
const rounds = 4096;

/**
 * What PostgreSQL keeps of a password (RFC 5802 section 3, RFC 7677), made here: sent in its place, so that the server never reads
 * the password, and no log of its statements has it. The password is of ASCII alone, which SASLprep leaves as it is.
 */
export async function scramVerifier(
  password: string,
  salt: Uint8Array = randomBytes(16),
): Promise<string> {
  const salted = await derive(password, salt, rounds, 32, "sha256");
  const hmac = (text: string) => createHmac("sha256", salted).update(text).digest();
  const stored = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const server = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${rounds}:${Buffer.from(salt).toString("base64")}$${stored}:${server}`;
}
