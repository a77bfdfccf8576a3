/** Whether what is sent to an address is sent over TLS, or stays on this machine. */
export function isSafeAddress(text: unknown): text is string {
  const address = typeof text === "string" && URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined) return false;
  const local = ["127.0.0.1", "localhost", "[::1]"].includes(address.hostname);
  return address.protocol === "https:" || (address.protocol === "http:" && local);
}
