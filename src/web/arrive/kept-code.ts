const key = "wardkey-arrive";

/** The code that this phone was shown for a link: the server says it once, and a page is easily closed on the way. */
export function keptCode(link: string): string | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const isThis = "link" in kept && kept.link === link;
    return isThis && "code" in kept && typeof kept.code === "string" ? kept.code : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps it on this phone; the one of an earlier link gives way. A browser that keeps nothing shows it all the same. */
export function keepCode(link: string, code: string): void {
  try {
    localStorage.setItem(key, JSON.stringify({ link, code }));
  } catch {
    // Private windows may refuse; the code stands on the screen.
  }
}
