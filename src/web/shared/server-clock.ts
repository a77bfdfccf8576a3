/** The server's time as far as this screen knows it. */
export interface ServerClock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Takes in the `Date` header of an answer (RFC 9110, 6.6.1), whose resolution is a second. */
  readonly hear: (header: string | null) => void;
}

/** Differences up to this many milliseconds are the header's resolution and the network, not the clock. */
const tolerance = 3000;

/**
 * A workstation's clock is often wrong, and a proof more than 60 s off is refused (S0): the screen
 * therefore keeps the difference to the server's clock and uses it for proofs and for what it shows.
 */
export function createServerClock(local: () => number): ServerClock {
  let offset = 0;
  return {
    now: () => local() + offset,
    hear: (header) => {
      const server = header === null ? Number.NaN : Date.parse(header);
      if (Number.isNaN(server)) return;
      // The header is cut to the whole second; half a second is the best guess at what was cut.
      const difference = server + 500 - local();
      if (Math.abs(difference - offset) > tolerance) offset = difference;
    },
  };
}
