import { isPrivileged } from "../../access/index.ts";
import { type Slate, submitReading } from "../../feeds/index.ts";
import { type Braking, brake } from "../../lifecycle/index.ts";
import type { Duration, Json, SideKey } from "../../ports/index.ts";
import type { Actor } from "../../world/index.ts";
import { mayGive, requireStill, type ScimClient, type ScimDeps } from "./client.ts";
import { ScimError } from "./errors.ts";
import { type BrakeRow, brakeKey, groupKey, readRow, userKey } from "./rows.ts";
import type { Work } from "./work.ts";

/** A client that asks again and again is on record once in this time. */
const quiet: Duration = 3_600_000;
const day: Duration = 24 * quiet;
/** So many of those that it asks to end are kept, to be looked at: as many as one request may have, twice. */
const mostShown = 2_000;

/** Does what a request asks, all of it in one batch, or nothing; braked by what has ended until just then (L11). */
export async function commit<A>(
  { app }: ScimDeps,
  client: ScimClient,
  keys: readonly SideKey[],
  act: (work: Omit<Work, "promised">) => A,
): Promise<A> {
  const actor: Actor = { type: "workload", id: client.id };
  const braked = brakeKey(client.id);
  const { credential } = client;
  try {
    return await submitReading(app, {
      name: "scim.write",
      actor,
      keys: [...(credential === undefined ? [] : [credential]), braked, ...keys],
      related,
      handle(slate) {
        requireStill(slate.world, slate.at, client, ({ table, key }) => slate.read(table, key));
        const bundle = app.bundles.current(slate.world);
        // Without a policy nobody knows what a role reaches: then no program gives any.
        const privileged = (role: string) => bundle === undefined || isPrivileged(bundle, role);
        const answer = act({
          slate,
          endings: app.endings,
          roles: bundle?.roles,
          isPrivileged: privileged,
          mayGive: mayGive(slate.world, client),
        });
        requireBelieved(slate, client.id);
        return answer;
      },
    });
  } catch (error) {
    if (!(error instanceof Braked)) throw error;
    const { asked, figures } = error;
    await app.submit({
      name: "scim.stop",
      actor,
      needs: [braked],
      handle({ at, side }) {
        const row = (side(braked) ?? {}) as BrakeRow;
        const { stopped: before } = row;
        const isSaid = before?.ends === figures.ends && at - before.at < quiet;
        const known = before !== undefined && at - before.at < day ? (before.asked ?? []) : [];
        const all = [...new Set([...known, ...asked])].slice(0, mostShown);
        if (isSaid && all.length === known.length) return { records: [], answer: undefined };
        const saidAt = isSaid ? before.at : at;
        const now = { ...row, stopped: { asked: all, at: saidAt, ends: figures.ends } };
        const value = now as unknown as Json;
        return {
          records: isSaid ? [] : [{ kind: "brake.stopped", body: figures }],
          side: [{ ...braked, value }],
          answer: undefined,
        };
      },
    });
    throw stopped(client.id, figures);
  }
}

function stopped(client: string, { ends, live, percent }: Figures): ScimError {
  return new ScimError(
    403,
    `Stopped, and nothing was done: with this request ${client} would have ended ${ends} of ${live} engagements within a day, more than ${percent} %. Somebody at the hospital has to say that just so many are meant, on the console's page Held back or by wardkey scim release ${client} --ends ${ends}.`,
  );
}

type Figures = Omit<Braking, "type">;

/** Internal: nothing of the request happens. */
class Braked extends Error {
  readonly code = "braked";
  readonly figures: Figures;
  readonly asked: readonly string[];

  constructor(figures: Figures, asked: readonly string[]) {
    super("too many engagements would end");
    this.figures = figures;
    this.asked = asked;
  }
}

function requireBelieved(slate: Slate, client: string): void {
  const ending = slate.records.flatMap(({ body, kind }) =>
    kind === "engagement.ended" ? [body.engagement] : [],
  );
  const asked = ending.length;
  if (asked === 0) return;
  const { type, ...figures } = brake(slate.world, { actor: client, asked, at: slate.at });
  if (type === "go") return;
  const { released } = readRow<BrakeRow>(slate, brakeKey(client)) ?? {};
  const isMeant =
    released !== undefined && slate.at < released.until && figures.ends <= released.ends;
  if (!isMeant) throw new Braked(figures, ending);
}

/** The rows to which a row's value leads. */
function related({ table, key }: SideKey, value: Json): readonly SideKey[] {
  if (table !== "identifiers" || typeof value !== "string") return [];
  if (key.startsWith("scim-group|")) {
    const [role = "", ward = ""] = value.split("@");
    return [groupKey(role, ward)];
  }
  if (key.startsWith("engagement|")) return [];
  return [{ table: "names", key: value }, userKey(value)];
}
