import { randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import type { Duration, Instant, Json } from "../../ports/index.ts";
import type { Rows } from "../oidc/index.ts";

/** An offer is good for this long, and once; so is what it is exchanged for. */
const patience: Duration = 5 * 60_000;

/** A passport that is offered to whoever stands at a desk. */
export interface Offer {
  readonly engagement: string;
  /** Who offers it. */
  readonly person: string;
}

/** An offer as the desk shows it. */
export interface Offered {
  /** In the QR code. */
  readonly code: string;
  /** Told, and typed into the wallet: whoever only photographs the code has nothing. */
  readonly pin: string;
  readonly until: Instant;
}

/** The offers that desks have made, beside the log. */
export interface Offers {
  begin(offer: Offer): Promise<Offered>;
  /** Exchanges an offer for a token that is good for one passport. It is spent by that, whether the PIN was right or not. */
  exchange(code: string, pin: string): Promise<string | undefined>;
  /** The offer behind a token. */
  find(token: string): Promise<Offer | undefined>;
  /** Uses a token up; false where somebody was quicker. */
  spend(token: string): Promise<boolean>;
}

const [offered, exchanged] = ["PassportOffer", "PassportToken"] as const;

/** Opens them in the table of short-lived rows. */
export function createOffers(
  rows: Pick<Rows, "find" | "keep" | "use">,
  now: () => Instant,
): Offers {
  const random = () => randomBytes(32).toString("base64url");
  const keep = (kind: string, id: string, payload: object) =>
    rows.keep(kind, id, payload as Json, { for: patience });
  return {
    async begin(offer) {
      const code = random();
      const pin = String(randomInt(1_000_000)).padStart(6, "0");
      const until = now() + patience;
      await keep(offered, code, { ...offer, pin });
      return { code, pin, until };
    },
    async exchange(code, pin) {
      const row = await rows.find(offered, code);
      if (row === undefined || (await rows.use(offered, code)) !== "used") return undefined;
      const { pin: right, ...offer } = row.payload as unknown as Offer & { readonly pin: string };
      if (!isSame(pin, right)) return undefined;
      const token = random();
      await keep(exchanged, token, offer);
      return token;
    },
    async find(token) {
      const row = await rows.find(exchanged, token);
      return row === undefined || row.used ? undefined : (row.payload as unknown as Offer);
    },
    spend: async (token) => (await rows.use(exchanged, token)) === "used",
  };
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
