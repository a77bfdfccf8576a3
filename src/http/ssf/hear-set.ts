import { createHash } from "node:crypto";
import type { App } from "../../app.ts";
import type { SideKey } from "../../ports/index.ts";
import { type DeviceReport, reportDevices } from "../../sessions/index.ts";
import type { Actor, Command, Device } from "../../world/index.ts";
import { eventTypes } from "./events.ts";
import type { HeardSet } from "./verify-set.ts";
import { oldestSet, SetError } from "./verify-set.ts";

const day = 86_400_000;
/** What was heard long ago and is forgotten with each SET, at most. */
const forgottenAtOnce = 50;

/** Takes a SET in, once: what it means and that it was heard are one write. */
export async function hearSet(
  { submit, side }: Pick<App, "submit" | "side">,
  set: HeardSet,
): Promise<void> {
  const past = await side.list("signals", { prefix: "heard|", limit: forgottenAtOnce });
  await submit(
    hear(
      set,
      past.map(({ key }) => ({ table: "signals", key })),
    ),
  );
}

function hear(set: HeardSet, past: readonly SideKey[]): Command<void> {
  const key = heardKey(set);
  const actor: Actor = { type: "feed", id: set.transmitter.id };
  return {
    name: "signals.hear",
    actor,
    needs: [key],
    handle: (handling) => {
      const { world, at, side } = handling;
      if (side(key) !== undefined) return { records: [], answer: undefined };
      const report = reportIn(set, (id) => world.devices.get(id));
      const records =
        report === undefined ? [] : reportDevices([report], actor).handle(handling).records;
      const over = past.filter((old) => dayOf(old) < Math.floor((at - oldestSet) / day) - 1);
      const erased = over.map((old) => ({ ...old, value: undefined }));
      return { records, side: [...erased, { ...key, value: true }], answer: undefined };
    },
  };
}

/** By day, so that the oldest come first; a `jti` is anything, and as long as its transmitter likes. */
function heardKey({ transmitter, jti, iat }: HeardSet): SideKey {
  const hash = createHash("sha256").update(JSON.stringify([transmitter.issuer, jti]));
  const number = String(Math.floor((iat * 1_000) / day)).padStart(6, "0");
  return { table: "signals", key: `heard|${number}|${hash.digest("base64url")}` };
}

function dayOf({ key }: SideKey): number {
  return Number(key.split("|")[1]);
}

/**
 * What a device-compliance-change (CAEP 1.0 section 3.5) says of a device of ours: one that does not comply counts as not
 * managed. Of what else a SET may tell nothing follows here.
 *
 * @throws SetError
 */
function reportIn(
  { type, event, subject, iat }: HeardSet,
  find: (id: string) => Device | undefined,
): DeviceReport | undefined {
  if (type !== eventTypes.deviceComplianceChange) return undefined;
  const { current_status: status, event_timestamp: stamp = iat } = event;
  if (status !== "compliant" && status !== "not-compliant") {
    throw new SetError("invalid_request", "The current_status is neither of the two.");
  }
  if (typeof stamp !== "number") throw new SetError("invalid_request", "The time is no number.");
  const known = find(deviceIn(subject));
  if (known === undefined) return undefined;
  const managed = status === "compliant";
  // Whole seconds: a loss of trust must not be overtaken by what was said earlier in the same one.
  const checkedInAt = stamp * 1_000 + (managed ? 0 : 999);
  return { device: known.id, managed, encrypted: known.encrypted, checkedInAt };
}

/** The device's id here: the subject itself, or the device of a complex one (SSF 1.0 section 3.2). */
function deviceIn(subject: Readonly<Record<string, unknown>>): string {
  const one = (subject["format"] === "complex" ? subject["device"] : subject) as
    | Readonly<Record<string, unknown>>
    | undefined;
  const id = one?.["format"] === "iss_sub" ? one["sub"] : one?.["id"];
  if (typeof id === "string") return id;
  throw new SetError("invalid_request", "The subject is no device.");
}
