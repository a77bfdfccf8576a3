import { beforeEach, describe, expect, test } from "vitest";
import { inHours } from "../access/index.ts";
import { isCredentialLive, type WorkloadCredential } from "../world/index.ts";
import { addCredential, type NewCredential, publicJwk } from "./add-credential.ts";
import { approveWorkload } from "./approve-workload.ts";
import { endCredential } from "./end-credential.ts";
import { finishRotation, stillUsing } from "./finish-rotation.ts";
import { isNewUse, isTokenLive, noteRefusal, noteUse } from "./note-use.ts";
import { isSecret, makeSecret, secretLength } from "./secret-format.ts";
import { amy, ben, day, House, morning, refusal } from "./test-support.ts";
import { workloadEnds } from "./workload-ends.ts";

const hour = 3_600_000;

let house: House;
let lab: string;
beforeEach(() => {
  house = new House();
  lab = house.request({ id: "lab", until: morning + 100 * day });
});
const ending = (type: string) =>
  [...workloadEnds(house.world, house.now)].filter((end) => end.type === type);
const key = (thumbprint: string, more: Partial<NewCredential> = {}): NewCredential => ({
  kind: "key",
  thumbprint,
  jwk: { kty: "EC" },
  until: morning + 90 * day,
  ...more,
});
const add = (
  credential: NewCredential,
  replacing?: { readonly credential: string; readonly overlap: number },
  workload = lab,
) =>
  house.submit(
    addCredential({
      workload,
      credential,
      ...(replacing === undefined ? {} : { replacing }),
      actor: amy,
    }),
  ).credential;
const find = (id: string) => house.world.workloadCredentials.get(id) as WorkloadCredential;
const live = (id: string) => isCredentialLive(find(id), house.now);

describe("giving credentials", () => {
  beforeEach(() => house.submit(approveWorkload({ workload: lab, actor: ben })));

  test("[N1] the first credential lets a workload in; before its approval there is none", () => {
    const asked = house.request({ id: "asked" });
    expect(() => add(key("a"), undefined, asked)).toThrow(refusal("workload-unapproved"));
    expect(house.workload(lab)?.state).toBe("approved");
    add(key("a"));
    expect(house.workload(lab)?.state).toBe("active");
    expect(house.kindsSince(house.log.length - 2)).toEqual([
      "workload-credential.added",
      "workload.activated",
    ]);
  });

  test("[N1] a secret lasts thirty days at most and says why, a credential no longer than its workload", () => {
    const secret = (more: Partial<NewCredential>): NewCredential => ({
      kind: "secret",
      because: "vendor-cannot-sign",
      secretHash: "h",
      until: morning + 30 * day,
      ...more,
    });
    for (const more of [{ until: morning + 30 * day + 1 }, { because: "" }]) {
      expect(() => add(secret(more))).toThrow(refusal("credential-terms"));
    }
    for (const until of [morning, morning + 101 * day, Number.NaN]) {
      expect(() => add(key("a", { until }))).toThrow(refusal("credential-terms"));
    }
    expect(() => add({ kind: "key", until: morning + day })).toThrow(refusal("credential-terms"));
    const id = add(secret({}));
    expect(house.side.get("credentials|workload-secret|h")).toBe(id);
    expect(JSON.stringify(house.log)).not.toContain("secretHash");
  });

  test("[N1] a federation is exact: no pattern, keys from one place, and presented again only from known networks", () => {
    const federation = {
      issuer: "https://issuer.example",
      audience: "wardkey",
      subject: "repo:hospital/reports:ref:refs/heads/main",
      jwksUri: "https://issuer.example/keys",
    };
    const federated = (more: object): NewCredential => ({
      kind: "federated",
      federation: { ...federation, ...more },
      until: morning + day,
    });
    for (const more of [
      { subject: "repo:hospital/*" },
      { audience: "" },
      { issuer: "a b" },
      { jwks: { keys: [] } },
      { jwksUri: "http://issuer.example/keys" },
      { reusable: true },
    ]) {
      expect(() => add(federated(more)), JSON.stringify(more)).toThrow(refusal("credential-terms"));
    }
    add(federated({}));
    expect(() => add(federated({ audience: "other" }))).toThrow(refusal("credential-known"));
  });

  test("[N4] a key that was ever anybody's is nobody else's", () => {
    const first = add(key("a"));
    house.submit(endCredential({ credential: first, reason: "leaked", actor: ben }));
    house.active({ id: "other" });
    for (const workload of [lab, "other"]) {
      expect(() => add(key("a"), undefined, workload)).toThrow(refusal("credential-known"));
    }
  });

  test("what is no public key is none", () => {
    expect(publicJwk({ kty: "EC", crv: "P-256", x: "x", y: "y" })).toBeDefined();
    expect(publicJwk({ kty: "RSA", n: "x".repeat(342), e: "AQAB" })).toBeDefined();
    for (const jwk of [
      null,
      "key",
      { kty: "oct", k: "x" },
      { kty: "EC", crv: "P-256", d: "x" },
      { kty: "EC", crv: "secp256k1" },
      { kty: "RSA", n: "x".repeat(171) },
    ]) {
      expect(publicJwk(jwk)).toBeUndefined();
    }
  });
});

describe("rotation", () => {
  let first: string;
  beforeEach(() => {
    house.submit(approveWorkload({ workload: lab, actor: ben }));
    first = add(key("a"));
  });

  test("[N2] both are good for the overlap, and then the new one alone", () => {
    const second = add(key("b"), { credential: first, overlap: day });
    expect(house.workload(lab)?.state).toBe("rotating");
    expect([live(first), live(second)]).toEqual([true, true]);
    house.now = morning + day;
    expect([live(first), live(second)]).toEqual([false, true]);
  });

  test("[N2] for what is compromised there is no overlap; none is longer than a week", () => {
    const rotate = (overlap: number) => add(key(`of-${overlap}`), { credential: first, overlap });
    for (const overlap of [-1, 8 * day, 0.5]) {
      expect(() => rotate(overlap)).toThrow(refusal("credential-terms"));
    }
    expect(() => add(key("c"), { credential: "none", overlap: day })).toThrow(
      refusal("credential-unknown"),
    );
    const second = rotate(0);
    expect([live(first), live(second)]).toEqual([false, true]);
    expect(find(first).ended?.reason).toBe("compromised");
    expect(house.workload(lab)?.state).toBe("active");
    expect(() => rotate(0)).toThrow(refusal("credential-known"));
  });

  test("[N2] the old one is not ended while callers still use it, unless that is meant", () => {
    const finish = (credential: string, anyway = false) =>
      house.submit(finishRotation({ credential, anyway, actor: ben }));
    const use = (place: string) =>
      house.submit(noteUse({ workload: lab, credential: first, place, scopes: [] }));
    use("10.1.0.0/24");
    expect(() => finish(first)).toThrow(refusal("credential-not-leaving"));
    house.now += 1;
    const second = add(key("b"), { credential: first, overlap: day });
    expect(stillUsing(find(first))).toEqual([]);
    // A busy caller, who was seen a moment before the rotation, is one who has not moved.
    house.now += 1;
    use("10.1.0.0/24");
    expect(stillUsing(find(first))).toEqual([{ at: house.now, place: "10.1.0.0/24" }]);
    house.now += hour;
    use("10.1.0.0/24");
    use("10.2.0.0/24");
    expect(() => finish(first)).toThrow("Callers still use it since its successor is there: 2.");
    house.now += 20 * hour;
    expect(ending("workload-rotation")).toMatchObject([{ id: first, person: "amy" }]);
    expect(finish(first, true).callers).toHaveLength(2);
    expect([live(first), live(second)]).toEqual([false, true]);
    expect(house.workload(lab)?.state).toBe("active");
    expect(() => finish(first)).toThrow(refusal("credential-unknown"));
  });

  test("[N2] before the last credential ends, whoever answers for it is told; of another one nobody is", () => {
    const last = () => ending("workload-credential").map(({ due, id, since }) => [id, since, due]);
    expect(last()).toEqual([[first, morning, morning + 90 * day]]);
    const second = add(key("b", { until: morning + 99 * day }));
    expect(last()).toEqual([[second, morning, morning + 99 * day]]);
  });

  test("[N2] a credential ends at once, and once", () => {
    const end = () =>
      house.submit(endCredential({ credential: first, reason: "compromised", actor: ben }));
    end();
    expect(live(first)).toBe(false);
    expect(isTokenLive(house.world, { credential: first, workload: lab }, house.now)).toBe(false);
    expect(end).toThrow(refusal("credential-unknown"));
  });

  test("[N5] use is kept compactly: once an hour of a place and a scope; a place never seen is said", () => {
    const use = (place: string, ...scopes: readonly string[]) => {
      const one = { workload: lab, credential: first, place, scopes };
      const isNew = isNewUse(house.world, one, house.now);
      const before = house.log.length;
      house.submit(noteUse(one));
      expect(house.log.length > before).toBe(isNew);
      return isNew;
    };
    expect(use("10.1.0.0/24", "system/Observation.rs")).toBe(true);
    expect(use("10.1.0.0/24", "system/Observation.rs")).toBe(false);
    expect(use("10.1.0.0/24", "system/Observation.c")).toBe(true);
    expect(use("10.2.0.0/24", "system/Observation.rs")).toBe(true);
    expect(house.log.at(-1)?.body).toMatchObject({ unexpected: true });
    house.now += hour;
    expect(use("10.1.0.0/24", "system/Observation.rs")).toBe(true);
    for (let net = 0; net < 20; net++) use(`10.3.${net}.0/24`);
    expect(find(first).used?.places).toHaveLength(8);
  });

  test("[N4] a refusal is recorded of a workload that is known", () => {
    house.submit(noteRefusal({ workload: lab, why: "replayed", credential: first }));
    expect(house.log.at(-1)).toMatchObject({ kind: "workload.refused", body: { why: "replayed" } });
    const { length } = house.log;
    house.submit(noteRefusal({ workload: "nobody", why: "replayed" }));
    expect(house.log).toHaveLength(length);
  });
});

describe("hours", () => {
  const at = (time: string) => Date.parse(`2026-07-01T${time}:00Z`);

  test("are by the clock on the wall there, from the first minute to before the last", () => {
    const hours = { from: "08:00", to: "18:00", zone: "Europe/London" };
    expect(["06:59", "07:00", "16:59", "17:00"].map((time) => inHours(hours, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  test("go over midnight, and of a zone that nobody knows are never", () => {
    const night = { from: "22:00", to: "06:00", zone: "UTC" };
    expect(["21:59", "22:00", "05:59", "06:00"].map((time) => inHours(night, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(inHours({ ...night, zone: "Mars/Base" }, at("23:00"))).toBe(false);
  });
});

test("[N6] a secret has a prefix and a checksum by which scanners tell it from what looks like it", () => {
  const random = Uint8Array.from({ length: 86 }, (_value, index) => (index * 89) % 256);
  const secret = makeSecret(random);
  expect(secret).toMatch(/^wardkey_ws_[0-9A-Za-z]{49}$/);
  expect(secret).toHaveLength(secretLength);
  expect(isSecret(secret)).toBe(true);
  for (let index = 11; index < secret.length; index++) {
    const other = secret[index] === "x" ? "y" : "x";
    expect(isSecret(secret.slice(0, index) + other + secret.slice(index + 1))).toBe(false);
  }
  expect(isSecret(secret.slice(1))).toBe(false);
  expect(isSecret(`${secret}x`)).toBe(false);
  expect(() => makeSecret(random.subarray(1))).toThrow(RangeError);
});
