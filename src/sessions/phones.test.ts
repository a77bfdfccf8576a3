import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import { type Bundle, countsAsManaged } from "../access/index.ts";
import type { Command } from "../world/index.ts";
import {
  asPhone,
  closeOverdue,
  type DeviceReport,
  endDevice,
  enrolPasskey,
  focus,
  listNetworks,
  openPhone,
  phoneSessionOf,
  placePhone,
  registerPhone,
  reportDevices,
  sceneOf,
  signOut,
} from "./index.ts";
import { hour, minute, SmallHospital, start } from "./test-support.ts";

let bundle: Bundle;
let hospital: SmallHospital;
let cleos: string;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new SmallHospital(bundle);
  cleos = passkeyOf("cleo");
});

const amy = { type: "person", id: "amy" } as const;
const management = { type: "workload", id: "mdm" } as const;

function passkeyOf(person: string): string {
  const made = { counter: 0, synced: true, secret: {}, actor: amy, credential: `of-${person}` };
  return hospital.submit(enrolPasskey(hospital.deps, { ...made, person, badge: `bdg-${person}` }))
    .passkey;
}
const use = (passkey: string, site?: string) => ({ passkey, counter: 0, verified: true, site });
const register = (passkey = cleos, key = "key") =>
  hospital.submit(
    registerPhone(hospital.deps, { ...use(passkey, "north"), key, platform: "Android" }),
  );
function registered(): { readonly device: string; readonly session: string } {
  const answer = register();
  if (answer.type === "refused") throw new Error("not registered");
  return answer;
}
const signIn = (device: string, passkey = cleos, site?: string) =>
  hospital.submit(openPhone(hospital.deps, { ...use(passkey, site), device }));
const scene = () => sceneOf(hospital.deps, hospital.world, hospital.now);
const on = (device: string) => phoneSessionOf(scene(), device);
const refusedAs = (code: string) => expect.objectContaining({ code });

describe("a phone of one's own", () => {
  test("[C8] a passkey registers it, unmanaged, and signs in on it at level 3", () => {
    const { device, session } = registered();
    expect(hospital.kindsSince(hospital.log.length - 3)).toEqual([
      "passkey.used",
      "device.registered",
      "session.opened",
    ]);
    expect(hospital.world.devices.get(device)).toEqual({
      id: device,
      person: "cleo",
      platform: "Android",
      key: "key",
      managed: false,
      encrypted: false,
    });
    expect(on(device)).toMatchObject({ id: session, person: "cleo", level: 3, site: "north" });
    expect(hospital.world.devicesByPerson.get("cleo")).toEqual([device]);
  });

  test("a key is one phone's, for good: also when that has ended", () => {
    const { device } = registered();
    expect(() => register(passkeyOf("ben"))).toThrow(refusedAs("phone-known"));
    hospital.submit(endDevice({ device, why: "handed-back", actor: amy }));
    expect(() => register()).toThrow(refusedAs("phone-known"));
    expect(register(cleos, "another key").type).toBe("in");
  });

  test("[A1] a passkey that does not prove its person registers nothing and opens nothing", () => {
    const unverified = { ...use(cleos), verified: false };
    const wish = { ...unverified, key: "key", platform: "iOS" };
    expect(hospital.submit(registerPhone(hospital.deps, wish))).toEqual({ type: "refused" });
    expect(hospital.world.devices.size).toBe(0);
    const { device } = registered();
    hospital.submit(endDevice({ device, why: "lost", actor: amy }));
    expect(() => signIn(device)).toThrow(refusedAs("phone-unknown"));
  });

  test("nobody else signs in on it; on one that is nobody's own anybody does", () => {
    const { device, session } = registered();
    const bens = passkeyOf("ben");
    expect(signIn(device, bens)).toEqual({ type: "refused" });
    expect(hospital.log.at(-1)).toMatchObject({
      kind: "passkey.refused",
      body: { why: "other-person" },
    });
    expect(on(device)?.id).toBe(session);
    hospital.record("device.registered", { device: "shared", managed: true, encrypted: true });
    expect(signIn("shared", bens)).toMatchObject({ type: "in", person: "ben" });
    expect(signIn("shared")).toMatchObject({ type: "in", person: "cleo" });
  });
});

describe("a session on a phone", () => {
  test("[A2] whoever is in and uses their passkey again is surer, and goes on: same session, same end, same chart", () => {
    const { device, session } = registered();
    const actor = { type: "person", id: "cleo" } as const;
    hospital.submit(focus({ session, patient: "pat", actor }));
    const before = hospital.world.sessions.get(session);
    hospital.now += hour;
    const from = hospital.log.length;
    expect(signIn(device, cleos, "north")).toMatchObject({ type: "in", session });
    expect(hospital.kindsSince(from)).toEqual(["passkey.used", "session.raised"]);
    const at = hospital.now;
    const proofs = [{ level: 3, at, passkey: before?.proofs[0].passkey }];
    expect(on(device)).toEqual({ ...before, provedAt: at, proofs });
    // The phone was carried out meanwhile: what is asked for next is asked from there (C8).
    expect(signIn(device)).toMatchObject({ type: "in", session });
    expect(on(device)?.site).toBeUndefined();
    expect(hospital.kindsSince(hospital.log.length - 1)).toEqual(["session.placed"]);
  });

  test("[A2] once it is over, the passkey opens another", () => {
    const { device, session } = registered();
    hospital.now = start + 16 * hour;
    const again = signIn(device);
    expect(again.type === "in" && again.session).not.toBe(session);
    expect(hospital.sessions()).toEqual([`cleo@${device}`]);
  });

  test("there is one: somebody else's on a shared one closes the one before; two phones have one each", () => {
    const { device } = registered();
    hospital.record("device.registered", { device: "shared", managed: true, encrypted: true });
    signIn("shared", passkeyOf("ben"));
    const bens = on("shared")?.id ?? "";
    signIn("shared");
    expect(hospital.world.sessions.has(bens)).toBe(false);
    hospital.submit(signOut({ session: on("shared")?.id ?? "", surface: "shared" }));
    const other = register(cleos, "tablet");
    if (other.type === "refused") throw new Error("not registered");
    expect(hospital.sessions()).toEqual([`cleo@${device}`, `cleo@${other.device}`].toSorted());
  });

  test("it ends by signing out", () => {
    const { device, session } = registered();
    hospital.submit(signOut({ session, surface: device }));
    expect(on(device)).toBeUndefined();
    expect(signIn(device).type).toBe("in");
  });

  test("[S5] it ends after 16 hours, duty or not, to the millisecond", () => {
    const { device } = registered();
    hospital.now = start + 16 * hour - 1;
    expect(on(device)).toBeDefined();
    hospital.now += 1;
    expect(on(device)).toBeUndefined();
    expect(closeOverdue(hospital.deps, hospital.world, hospital.now)).toMatchObject([
      { kind: "session.closed", body: { reason: "over" } },
    ]);
  });

  test("[L3] it ends with its engagement, and nobody comes in after that", () => {
    const { device } = registered();
    hospital.record("engagement.ended", { engagement: "eng-cleo", reason: "left" });
    expect(on(device)).toBeUndefined();
    expect(signIn(device)).toEqual({ type: "refused" });
    expect(closeOverdue(hospital.deps, hospital.world, hospital.now)).toMatchObject([
      { kind: "session.closed", body: { reason: "engagement-ended" } },
    ]);
  });

  test("[C8] a lost phone ends at once and for good, with its session, in one batch", () => {
    const { device, session } = registered();
    const before = hospital.log.length;
    const by = { type: "person", id: "cleo" } as const;
    hospital.submit(endDevice({ device, why: "lost", actor: by, owner: "cleo" }));
    expect(hospital.log.slice(before)).toMatchObject([
      { kind: "device.lost", body: { device }, actor: by },
      { kind: "session.closed", body: { session, reason: "device-ended" } },
    ]);
    expect(hospital.world.devicesByPerson.get("cleo")).toEqual([]);
    expect(() => hospital.submit(endDevice({ device, why: "lost", actor: by }))).toThrow(
      refusedAs("phone-unknown"),
    );
  });

  test("[C8] one's own only: the phone of somebody else is not there", () => {
    const { device } = registered();
    const request = { device, why: "lost", actor: amy, owner: "amy" } as const;
    expect(() => hospital.submit(endDevice(request))).toThrow(refusedAs("phone-unknown"));
    expect(on(device)).toBeDefined();
  });

  test("[C8] whether it is live is derived from the phone, whatever was closed", () => {
    const { device } = registered();
    hospital.record("device.lost", { device });
    expect(on(device)).toBeUndefined();
    expect(closeOverdue(hospital.deps, hospital.world, hospital.now)).toMatchObject([
      { body: { reason: "device-ended" } },
    ]);
  });
});

describe("[C8] where a phone is", () => {
  const nothing: Command<string> = {
    name: "test",
    actor: amy,
    handle: () => ({ records: [], answer: "done" }),
  };

  test("a change of network is one record, and what is done must come from where that says", () => {
    const { device, session } = registered();
    const away = { device, session, site: undefined };
    expect(() => hospital.submit(asPhone(hospital.deps, away, nothing))).toThrow(
      refusedAs("place-changed"),
    );
    const before = hospital.log.length;
    hospital.submit(placePhone(hospital.deps, away));
    hospital.submit(placePhone(hospital.deps, away));
    expect(hospital.kindsSince(before)).toEqual(["session.placed"]);
    expect(on(device)?.site).toBeUndefined();
    expect(hospital.submit(asPhone(hospital.deps, away, nothing))).toBe("done");
    const back = { ...away, site: "north" };
    expect(() => hospital.submit(asPhone(hospital.deps, back, nothing))).toThrow(
      refusedAs("place-changed"),
    );
  });

  test("nothing is done on a phone by a session that is over", () => {
    const { device, session } = registered();
    const there = { device, session, site: "north" };
    hospital.submit(signOut({ session, surface: device }));
    for (const command of [
      asPhone(hospital.deps, there, nothing),
      placePhone(hospital.deps, there),
    ]) {
      expect(() => hospital.submit(command as Command<unknown>)).toThrow(
        refusedAs("occupant-changed"),
      );
    }
  });

  test("a site's networks are stated as a whole; said twice, nothing changes", () => {
    const list = (site: string, ...networks: string[]) =>
      hospital.submit(listNetworks({ site, networks, actor: amy }));
    expect(list("north", "10.2.0.0/16", "10.1.0.0/16")).toEqual({ changed: true });
    expect(list("north", "10.1.0.0/16", "10.2.0.0/16", "10.1.0.0/16")).toEqual({ changed: false });
    expect(list("north")).toEqual({ changed: true });
    expect(hospital.world.sites.get("north")?.networks).toEqual([]);
    expect(() => list("nowhere")).toThrow(refusedAs("site-unknown"));
  });

  test("a site that is registered again keeps its networks", () => {
    hospital.submit(listNetworks({ site: "north", networks: ["10.0.0.0/8"], actor: amy }));
    hospital.record("site.registered", { site: "north", name: "North", zone: "Europe/Paris" });
    expect(hospital.world.sites.get("north")).toMatchObject({
      name: "North",
      networks: ["10.0.0.0/8"],
    });
  });
});

describe("[C8] what the management of devices says", () => {
  const report = (...reports: DeviceReport[]) =>
    hospital.submit(reportDevices(reports, management));
  const fine = (device: string, checkedInAt = hospital.now) => ({
    device,
    managed: true,
    encrypted: true,
    checkedInAt,
  });
  const isManaged = (id: string) => {
    const device = hospital.world.devices.get(id);
    return device !== undefined && countsAsManaged(bundle, device, hospital.now);
  };

  test("is believed for as long as the policy says, and no longer", () => {
    const { device } = registered();
    expect(isManaged(device)).toBe(false);
    expect(report(fine(device))).toMatchObject({ changed: [device] });
    expect(hospital.log.at(-1)).toMatchObject({ kind: "device.reported", actor: management });
    hospital.now += 24 * hour - 1;
    expect(isManaged(device)).toBe(true);
    hospital.now += 1;
    expect(isManaged(device)).toBe(false);
  });

  test("managed without encryption is not enough", () => {
    const { device } = registered();
    report({ ...fine(device), encrypted: false });
    expect(isManaged(device)).toBe(false);
  });

  test("the latest check-in counts, however reports arrive; one from tomorrow is from now", () => {
    const { device } = registered();
    report({ ...fine(device), managed: false });
    const old = fine(device, hospital.now - minute);
    expect(report(old)).toMatchObject({ overtaken: [device], changed: [] });
    expect(isManaged(device)).toBe(false);
    report(fine(device, hospital.now + 1_000 * hour));
    expect(hospital.world.devices.get(device)?.checkedInAt).toBe(hospital.now);
  });

  test("said twice it changes nothing, and what is not registered is named", () => {
    const { device } = registered();
    report(fine(device));
    const before = hospital.log.length;
    expect(report(fine(device), fine("elsewhere"))).toEqual({
      changed: [],
      unchanged: [device],
      unknown: ["elsewhere"],
      overtaken: [],
    });
    expect(hospital.log).toHaveLength(before);
    hospital.now += 15 * minute;
    expect(report(fine(device), { ...fine(device), managed: false })).toMatchObject({
      changed: [device, device],
    });
    expect(isManaged(device)).toBe(false);
  });
});
