const names = ["localhost", "127.0.0.1", "::1"];

/** Whether a host name or address, as given or as it stands in a URL, is this machine alone. */
export function isLoopback(host: string): boolean {
  return names.includes(withoutBrackets(host));
}

/** A host as it stands in a URL: an IPv6 address in brackets (RFC 3986 section 3.2.2). */
export function inUrl(host: string): string {
  return host.includes(":") ? `[${withoutBrackets(host)}]` : host;
}

/** A host as it is listened on. */
export function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]$/, "$1");
}
