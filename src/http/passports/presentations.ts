import { randomBytes } from "node:crypto";
import type { Duration, Instant, Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import type { Rows } from "../oidc/index.ts";
import type { Passport, PassportFault } from "./passport.ts";

/** A request for a passport is good for this long, and once. */
const patience: Duration = 5 * 60_000;

/** A passport as it was believed; its issuer by address. */
export type BelievedPassport = Omit<Passport, "issuer"> & { readonly issuer: string };

/** What became of a request for a passport. */
export type Verdict =
  | { readonly type: "waiting" }
  | { readonly type: "believed"; readonly passport: BelievedPassport }
  | { readonly type: "refused"; readonly why: PassportFault };

/** A request for a passport: whose desk made it, and what tells its answer from any other. */
export interface Presentation {
  readonly id: string;
  /** The console session that it was begun in. */
  readonly session: string;
  /** Who began it. */
  readonly person: string;
  /** The engagement that it is to proof. */
  readonly engagement: string;
  /** The address of ours that the wallet answers to. */
  readonly origin: string;
  /** By which the wallet's answer names it; nobody else is told. */
  readonly state: string;
  readonly nonce: string;
  readonly until: Instant;
}

/** As it is kept: of its state the hash is the key, so that a stolen database answers for nobody. */
export type AskedPresentation = Omit<Presentation, "state">;

/** The requests for a passport that desks have made: beside the log, so that a wallet may answer to any node. */
export interface Presentations {
  begin(
    asked: Pick<Presentation, "session" | "person" | "engagement" | "origin">,
  ): Promise<Presentation>;
  /** What became of one, for the desk that began it for this engagement; undefined once it is over. */
  verdict(
    id: string,
    asked: Pick<Presentation, "session" | "engagement">,
  ): Promise<Verdict | undefined>;
  /** By its state, for an answer: a request is answered once, whatever comes of it. */
  answer(state: string): Promise<AskedPresentation | undefined>;
  settle(presentation: AskedPresentation, verdict: Verdict): Promise<void>;
  forget(id: string): Promise<void>;
}

/** The kinds of rows: what is asked, by its state, and what became of it, by its id. */
const [asking, outcome] = ["PassportRequest", "PassportVerdict"] as const;

/** Opens them in the table of short-lived rows. */
export function createPresentations(
  rows: Pick<Rows, "find" | "keep" | "use" | "drop">,
  now: () => Instant,
): Presentations {
  const random = () => randomBytes(16).toString("base64url");
  const settle = async ({ engagement, id, session }: AskedPresentation, verdict: Verdict) => {
    const payload = { engagement, session, verdict } as unknown as Json;
    await rows.keep(outcome, id, payload, { for: patience });
  };
  return {
    async begin(asked) {
      const kept: AskedPresentation = {
        ...asked,
        id: random(),
        nonce: random(),
        until: now() + patience,
      };
      const state = random();
      await settle(kept, { type: "waiting" });
      await rows.keep(asking, state, kept as unknown as Json, { for: patience });
      return { ...kept, state };
    },
    async verdict(id, { engagement, session }) {
      const kept = (await rows.find(outcome, id))?.payload;
      const isTheirs =
        isRecord(kept) && kept["engagement"] === engagement && kept["session"] === session;
      return isTheirs ? (kept["verdict"] as unknown as Verdict) : undefined;
    },
    async answer(state) {
      const row = await rows.find(asking, state);
      if (row === undefined || (await rows.use(asking, state)) !== "used") return undefined;
      return row.payload as unknown as AskedPresentation;
    },
    settle,
    forget: (id) => rows.drop(outcome, id),
  };
}
