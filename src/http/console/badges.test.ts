import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
  await ward.record("person.registered", { person: "nia" }, [
    { table: "identifiers", key: "staff|S-77", value: "nia" },
    { table: "names", key: "nia", value: { type: "person", display: "Nia New", initials: "NN" } },
  ]);
});
afterEach(() => ward.close());

/** A colleague who vouches. */
const second = { badge: "ben", pin: "pin-ben" };

const post = (path: string, body: unknown, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });

const signIn = async (badge: string, pin = `pin-${badge}`): Promise<string> => {
  const answer = await post("sign-in", { badge, pin });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
};

const engage = async (days = 30) => {
  const now = ward.clock.now();
  const to = now + days * 24 * 3_600_000;
  const body = { engagement: "eng_nia", person: "nia", type: "employee", from: now, to } as const;
  await ward.record("engagement.started", body);
  return to;
};

const kindsSince = async (position: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(position, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};

test("somebody whom HR has brought in gets badge and PIN, in one batch, and signs in with them", async () => {
  const until = await engage();
  const desk = await signIn("ada");
  const found = await post("badges/find", { number: " S-77 " }, desk);
  expect(found.body).toMatchObject({
    type: "found",
    who: { id: "nia", name: "Nia New" },
    badges: 0,
    hasPin: false,
    until,
  });
  const before = ward.app.world().next;
  const given = await post("badges/give", { person: "nia", badge: " 04AA ", pin: "9317" }, desk);
  expect(given.body).toEqual({ type: "given", given: "both", until });
  expect(await kindsSince(before)).toEqual(["decision.permitted", "badge.issued", "pin.set"]);
  const answer = await post("sign-in", { badge: "04AA", pin: "9317" });
  expect(answer.body).toMatchObject({ type: "in", who: { id: "nia" } });
  const entries = await ward.log.read(0, { limit: 10_000 });
  for (const { bytes } of entries) expect(new TextDecoder().decode(bytes)).not.toMatch(/04AA|9317/);
});

test("a forgotten PIN is set anew, and wrong ones before it are forgotten; the badge stays", async () => {
  const desk = await signIn("ada");
  for (let count = 0; count < 12; count++) {
    await post("sign-in", { badge: "amy", pin: "wrong" });
    ward.clock.pass(6 * 60_000);
  }
  const again = await signIn("ada");
  const cookie = again === "" ? desk : again;
  const anew = { person: "amy", badge: "", pin: "7394", checked: "photo-id", second };
  const given = await post("badges/give", anew, cookie);
  expect(given.body).toEqual({ type: "given", given: "pin" });
  expect((await post("sign-in", { badge: "amy", pin: "7394" })).body.type).toBe("in");
  expect((await post("sign-in", { badge: "amy", pin: "pin-amy" })).body.type).toBe("refused");
});

test("[L1] [L2] without a live engagement nothing is given; with one the badge ends with it", async () => {
  const desk = await signIn("ada");
  expect((await post("badges/find", { number: "S-77" }, desk)).body).not.toHaveProperty("until");
  const give = () => post("badges/give", { person: "nia", badge: "04AA", pin: "9317" }, desk);
  expect((await give()).body.error.code).toBe("not-engaged");
  const until = await engage(1);
  expect((await give()).body).toMatchObject({ until });
});

test("another's badge is not given twice, one's own stays the same one", async () => {
  await engage();
  const desk = await signIn("ada");
  const give = (person: string, badge: string) =>
    post("badges/give", { person, badge, pin: "" }, desk);
  expect((await give("nia", "amy")).body.type).toBe("another");
  const before = ward.app.world().badgesByPerson.get("amy");
  expect((await give("amy", "amy")).body).toMatchObject({ given: "badge" });
  expect(ward.app.world().badgesByPerson.get("amy")).toEqual(before);
});

test("nobody gives themselves a badge, and only those may whom the policy lets", async () => {
  const desk = await signIn("ada");
  const own = await post("badges/give", { person: "ada", badge: "04AA", pin: "" }, desk);
  expect(own.body.error.code).toBe("own-badge");
  const nurse = await signIn("amy");
  for (const [path, body] of [
    ["badges/find", { number: "S-77" }],
    ["badges/give", { person: "nia", badge: "04AA", pin: "9317" }],
  ] as const) {
    expect((await post(path, body, nurse)).status).toBe(403);
    expect((await post(path, body)).status).toBe(401);
  }
});

test("what cannot be is refused in words, and nothing is half done", async () => {
  await engage();
  const desk = await signIn("ada");
  const give = (body: object) =>
    post("badges/give", { person: "nia", badge: "", pin: "", ...body }, desk);
  expect((await give({})).status).toBe(400);
  expect((await give({ badge: "x".repeat(65) })).status).toBe(400);
  expect((await give({ person: "nobody", badge: "04AA" })).body.error.code).toBe("person-unknown");
  expect((await post("badges/give", { person: "nia" }, desk)).status).toBe(400);
  expect((await post("badges/find", { number: "S-78" }, desk)).body).toEqual({ type: "unknown" });
  expect(ward.app.world().badgesByPerson.get("nia")).toEqual([]);
});

test("[A3] a badge that wrong PINs have locked is unlocked by somebody in charge, and not by oneself", async () => {
  const desk = await signIn("ada");
  for (let count = 0; count < 12; count++) {
    await post("sign-in", { badge: "amy", pin: "wrong" });
    ward.clock.pass(6 * 60_000);
  }
  expect((await post("sign-in", { badge: "amy", pin: "pin-amy" })).body.type).toBe("refused");
  const cookie = (await signIn("ada")) || desk;
  const watched = async () => {
    const answer = await send(ward.server, "GET", "/console/api/wards/4B", undefined, { cookie });
    return answer.body.people.find(({ who }: { who: { id: string } }) => who.id === "amy");
  };
  expect(await watched()).toMatchObject({ locked: "console" });
  const unlock = (person: string, as: string, on = "4B") =>
    post(`wards/${on}/badge-unlock`, { person }, as);
  expect((await unlock("amy", cookie, "6A")).status).toBe(404);
  expect((await unlock("amy", await signIn("ben"))).status).toBe(403);
  expect((await unlock("amy", cookie)).body).toEqual({ badges: 1 });
  expect(await watched()).not.toHaveProperty("locked");
  expect((await unlock("amy", cookie)).body).toEqual({ badges: 0 });
  expect((await post("sign-in", { badge: "amy", pin: "pin-amy" })).body.type).toBe("in");
});

test("[A3] what was checked is said before a PIN is set anew, stands in the record, and sessions end", async () => {
  const desk = await signIn("ada");
  const amy = await signIn("amy");
  const give = (body: object) =>
    post("badges/give", { person: "amy", badge: "", pin: "7394", ...body }, desk);
  const me = () => send(ward.server, "GET", "/console/api/me", undefined, { cookie: amy });
  const before = ward.app.world().next;
  expect((await give({})).body).toMatchObject({
    type: "another",
    message: expect.stringContaining("what you checked"),
  });
  expect((await give({ checked: "their word" })).status).toBe(400);
  expect((await me()).status).toBe(200);
  expect((await give({ checked: "known-with-witness", second })).body.type).toBe("given");
  expect((await me()).status).toBe(401);
  const kinds = (await kindsSince(before)).filter((kind) => !kind.startsWith("decision"));
  expect(kinds).toEqual(["pin.proved", "pin.set", "session.closed", "review.opened"]);
  const log = await send(ward.server, "GET", "/console/api/records", undefined, { cookie: desk });
  expect(log.text).toContain(
    "Amy Adeyemi has a new PIN (known in person, to a colleague too; Ben Okafor vouched)",
  );
});

test("[A1] [L7] a PIN for somebody who may more than oneself takes a colleague, who is asked for, and whose wrong PINs count", async () => {
  const desk = await signIn("ada");
  const anew = { person: "pia", badge: "", pin: "7394", checked: "photo-id" };
  const give = (more = {}) => post("badges/give", { ...anew, ...more }, desk);
  const asked = await give();
  expect(asked.body).toMatchObject({
    type: "second",
    message: expect.stringContaining("colleague"),
  });
  // Neither oneself, nor who gets it, nor who is not there.
  for (const badge of ["ada", "pia", "nobody"]) {
    const refused = await give({ second: { badge, pin: `pin-${badge}` } });
    expect(refused.body.type, badge).toBe("second");
  }
  expect((await give({ second: { badge: "ben" } })).status).toBe(400);
  expect((await give({ second: { ...second, pin: "wrong" } })).body.type).toBe("second");
  const wrongPins = () => {
    const { badges, badgesByPerson } = ward.app.world();
    return badges.get(badgesByPerson.get("ben")[0] ?? "")?.wrongPins;
  };
  expect(wrongPins()).toBe(1);
  expect((await give({ second })).body).toEqual({ type: "given", given: "pin" });
  expect(wrongPins()).toBe(0);
});

test("[L7] [X13] [X19] what was given anew waits for a review by somebody who had no part in it", async () => {
  await post(
    "badges/give",
    { person: "amy", badge: "", pin: "7394", checked: "photo-id", second },
    await signIn("ada"),
  );
  const officer = async (person: string) => {
    const now = ward.clock.now();
    const held = { role: "privacy-officer", ward: "4B", from: 0, to: now + 1e9 };
    const assignment = `rol_${person}_privacy`;
    await ward.record("role.assigned", { assignment, engagement: `eng_${person}`, ...held });
    const cookie = await signIn(person, person === "amy" ? "7394" : `pin-${person}`);
    return send(ward.server, "GET", "/console/api/reviews", undefined, { cookie });
  };
  const { body } = await officer("pia");
  expect(body.reviews).toMatchObject([
    {
      who: { name: "Ada Stone" },
      whom: { name: "Amy Adeyemi" },
      second: { name: "Ben Okafor" },
      reason: "Gave somebody a badge, PIN or passkey anew: their photo ID was checked",
    },
  ]);
  expect(body.reviews[0]).not.toHaveProperty("conflict");
  for (const person of ["amy", "ben", "ada"]) {
    expect((await officer(person)).body.reviews, person).toMatchObject([{ conflict: "own" }]);
  }
});

const inCharge = async (): Promise<string> => {
  const from = ward.begin - 3_600_000;
  const to = ward.begin + 10 * 3_600_000;
  const held = { engagement: "eng_off", role: "nurse-in-charge", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_in_charge", ...held });
  await ward.record("shift.rostered", { shift: "shf_off", ...held });
  return signIn("off");
};

test("[A3] whoever is in charge of the shift lends a pool badge to somebody on duty, for the shift", async () => {
  const cookie = await inCharge();
  const map = await send(ward.server, "GET", "/console/api/wards/4B", undefined, { cookie });
  expect(map.body.mayLend).toBe(true);
  const lend = (person: string, badge: string, as: string, on = "4B") =>
    post(`wards/${on}/badge-lend`, { person, badge }, as);
  const before = ward.app.world().next;
  const lent = await lend("amy", " POOL-1 ", cookie);
  expect(lent.body).toEqual({ type: "lent", until: expect.any(Number) });
  expect(lent.body.until).toBeGreaterThan(ward.begin + 11 * 3_600_000);
  expect(lent.body.until).toBeLessThan(ward.begin + 13 * 3_600_000);
  expect(await kindsSince(before)).toEqual(["decision.permitted", "badge.issued"]);
  const holder = await post("sign-in", { badge: "POOL-1", pin: "pin-amy" });
  expect(holder.body).toMatchObject({ type: "in", who: { id: "amy" } });
  const session = String(holder.headers["set-cookie"]).split(";")[0] as string;
  expect((await lend("ben", "POOL-1", cookie)).body.type).toBe("lent");
  const over = await send(ward.server, "GET", "/console/api/me", undefined, { cookie: session });
  expect(over.status).toBe(401);
  expect((await lend("amy", "ben", cookie)).body).toMatchObject({ type: "another" });
});

test("[A3] [L3] whoever is on call for the ward's service, or has started a shift there without the roster, is on the map: unlocked, lent to, and their lost badge ended", async () => {
  const now = ward.clock.now();
  const until = now + 6 * 3_600_000;
  const service = {
    ward: "cardiology",
    site: "north",
    name: "Cardiology",
    type: "service",
  } as const;
  await ward.record("ward.registered", { ...service, pattern: "inpatient" });
  const lasts = { from: now - 3_600_000, to: until };
  const held = { engagement: "eng_pia", role: "consultant" };
  await ward.record("role.assigned", {
    assignment: "rol_pia_c",
    ...held,
    ward: "cardiology",
    ...lasts,
  });
  const called = { onCall: "onc_pia", ...held, service: "cardiology", site: "north" };
  await ward.record("on-call.rostered", { ...called, ...lasts });
  const started = {
    duty: "dut_zoe",
    engagement: "eng_zoe",
    person: "zoe",
    role: "nurse",
    ward: "4B",
  };
  await ward.record("duty.declared", { ...started, until: now + 1_800_000, to: until });
  const cookie = await inCharge();
  const people = async () => {
    const map = await send(ward.server, "GET", "/console/api/wards/4B", undefined, { cookie });
    return map.body.people as {
      who: { id: string };
      until: number;
      onCall?: true;
      locked?: string;
    }[];
  };
  const of = async (person: string) => (await people()).find(({ who }) => who.id === person);
  expect(await of("pia")).toMatchObject({ onCall: true, until });
  expect(await of("zoe")).toMatchObject({ until: now + 1_800_000 });
  expect(await of("ada")).toBeUndefined();
  const badge = ward.app.world().badgesByPerson.get("pia")[0] ?? "";
  for (let count = 0; count < 6; count++) {
    await ward.record("pin.mistyped", { badge, place: "4B-1" });
  }
  expect(await of("pia")).toMatchObject({ locked: "bedside" });
  const act = (what: string, body: object) => post(`wards/4B/badge-${what}`, body, cookie);
  expect((await act("unlock", { person: "pia" })).body).toEqual({ badges: 1 });
  const lent = await act("lend", { person: "pia", badge: "POOL-9" });
  expect(lent.body).toMatchObject({ type: "lent" });
  expect(lent.body.until).toBeGreaterThanOrEqual(until);
  expect((await act("lost", { person: "pia" })).body).toEqual({ badges: 2 });
  expect((await act("lost", { person: "ada" })).status).toBe(404);
});

test("[A3] nobody else lends one, nor to somebody else's ward", async () => {
  const lend = (person: string, as: string, on = "4B") =>
    post(`wards/${on}/badge-lend`, { person, badge: "POOL-1" }, as);
  for (const who of ["ben", "ada", "max"]) {
    expect((await lend("amy", await signIn(who))).status).toBe(403);
  }
  const cookie = await inCharge();
  expect((await lend("zoe", cookie, "6A")).status).toBe(403);
  expect((await lend("zoe", cookie)).status).toBe(404);
  expect((await lend("off", cookie)).body.error.code).toBe("own-badge");
  expect((await post("wards/4B/badge-lend", { person: "amy", badge: " " }, cookie)).status).toBe(
    400,
  );
  expect((await lend("amy", "")).status).toBe(401);
});

test("[L3] a badge that is lost off duty ends at the desk, and another badge ends the one before", async () => {
  await engage();
  const desk = await signIn("ada");
  const give = (badge: string, more = {}) =>
    post("badges/give", { person: "nia", badge, pin: "", ...more }, desk);
  await post("badges/give", { person: "nia", badge: "04AA", pin: "9317" }, desk);
  await ward.record("badge.issued", {
    badge: "bdg_pool",
    person: "nia",
    until: ward.clock.now() + 60_000,
    pool: "4B",
  });
  await give("04AB", { checked: "photo-id", second });
  const live = () => ward.app.world().badgesByPerson.get("nia");
  expect(live()).toHaveLength(2);
  expect(live()).toContain("bdg_pool");
  expect((await post("sign-in", { badge: "04AA", pin: "9317" })).body.type).toBe("refused");
  const signedIn = await post("sign-in", { badge: "04AB", pin: "9317" });
  expect(signedIn.body.type).toBe("in");
  const nurse = await signIn("amy");
  expect((await post("badges/end", { person: "nia" }, nurse)).status).toBe(403);
  expect((await post("badges/end", { person: "nia" }, desk)).body).toEqual({ badges: 2 });
  expect(live()).toEqual([]);
  const cookie = String(signedIn.headers["set-cookie"]).split(";")[0] as string;
  const me = await send(ward.server, "GET", "/console/api/me", undefined, { cookie });
  expect(me.status).toBe(401);
  expect((await post("badges/end", { person: "nia" }, desk)).body.error.code).toBe("badge-unknown");
  expect((await post("badges/end", { person: "none" }, desk)).body.error.code).toBe(
    "person-unknown",
  );
});
