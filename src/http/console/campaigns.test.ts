import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { canonical } from "../../world/index.ts";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const hour = 3_600_000;
const day = 24 * hour;

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
  const times = { from: ward.begin - hour, to: ward.begin + 300 * day };
  const held = { engagement: "eng_zoe", role: "ward-manager", ward: "6A" } as const;
  await ward.record("role.assigned", { assignment: "rol_zoe_2", ...held, ...times });
  for (const each of ["amy", "ben"]) {
    const nurse = { engagement: `eng_${each}`, role: "nurse", ward: "6A" } as const;
    await ward.record("role.assigned", { assignment: `rol_${each}_6A`, ...nurse, ...times });
  }
});
afterEach(() => ward.close());

const call = (method: "GET" | "POST", path: string, cookie: string, body?: unknown) =>
  send(ward.server, method, `/console/api/${path}`, body, { origin, cookie });

async function signIn(badge: string): Promise<string> {
  const answer = await call("POST", "sign-in", "", { badge, pin: `pin-${badge}` });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}

const list = async (cookie: string) => (await call("GET", "campaigns", cookie)).body;
const pages = async (cookie: string) => (await call("GET", "me", cookie)).body.pages;
const id = () => [...ward.app.world().campaigns.values()].at(-1)?.id ?? "";

/** Pia of privacy opens a review of 6A. */
async function open(scope: object = { type: "ward", of: "6A" }): Promise<string> {
  const pia = await signIn("pia");
  expect((await call("POST", "campaigns", pia, { scope })).status).toBe(200);
  return pia;
}

describe("[L8] access reviews at the console", () => {
  test("are opened by privacy, and nobody else; before there is one, the page is not offered to who runs the ward", async () => {
    const zoe = await signIn("zoe");
    expect(await pages(zoe)).not.toContain("access");
    expect((await call("GET", "campaigns", zoe)).status).toBe(403);
    const refused = await call("POST", "campaigns", zoe, { scope: { type: "all" } });
    expect(refused.status).toBe(403);
    const pia = await open();
    expect(await pages(pia)).toContain("access");
    expect(await pages(zoe)).toContain("access");
    expect(await pages(await signIn("amy"))).not.toContain("access");
  });

  test("show who runs the ward what is ordinary together and the rest by itself, which are decided by one act each", async () => {
    const clerk = { engagement: "eng_amy", role: "doctor", ward: "6A" } as const;
    const times = { from: ward.begin - hour, to: ward.begin + 20 * day };
    await ward.record("role.assigned", { assignment: "rol_amy_2", ...clerk, ...times });
    await open();
    const zoe = await signIn("zoe");
    const [campaign] = (await list(zoe)).campaigns;
    const [mine] = campaign.wards;
    expect(mine).toMatchObject({ ward: "6A", as: "manager", others: 2 });
    expect(mine.exceptional).toMatchObject([
      { who: { name: "Amy Adeyemi" }, role: "doctor", because: ["out-of-role"] },
    ]);
    const names = mine.ordinaryOf.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["Amy Adeyemi", "Ben Okafor"]));
    const confirm = { ward: "6A", spent: 12_000 };
    const confirmed = await call("POST", `campaigns/${id()}/confirm`, zoe, confirm);
    expect(confirmed.body.campaigns[0].counts.confirmed).toBe(mine.ordinary);
    expect(confirmed.body.campaigns[0].wards[0].ordinary).toBe(0);
    const [{ assignment, part }] = mine.exceptional;
    const decision = { assignment, outcome: "ended", part, spent: 3_000 };
    const ended = await call("POST", `campaigns/${id()}/decide`, zoe, decision);
    expect(ended.body.campaigns[0].counts).toMatchObject({ ended: 1 });
    expect(ward.app.world().roles.has("rol_amy_2")).toBe(false);
    const again = await call("POST", `campaigns/${id()}/decide`, zoe, decision);
    expect([again.status, again.body.error.code]).toEqual([409, "access-decided"]);
  });

  test("[X19] leave one's own access to those who take over", async () => {
    const pia = await open();
    const part = ward.app.world().campaigns.get(id())?.parts[0];
    const own = { assignment: "rol_zoe_2", outcome: "confirmed", part, spent: 0 };
    const refused = await call("POST", `campaigns/${id()}/decide`, await signIn("zoe"), own);
    expect([refused.status, refused.body.error.code]).toEqual([403, "own-access"]);
    const [campaign] = (await list(pia)).campaigns;
    expect(campaign.wards).toMatchObject([{ as: "successor", ordinary: 1 }]);
    const names = campaign.wards[0].exceptional.map((one: { role: string }) => one.role);
    expect(names).toEqual(["ward manager"]);
    expect((await call("POST", `campaigns/${id()}/decide`, pia, own)).status).toBe(200);
  });

  test("are nobody's who neither runs the ward nor was asked to, until they are asked", async () => {
    await open();
    const times = { from: ward.begin - hour, to: ward.begin + 20 * day };
    const charge = { engagement: "eng_ben", role: "nurse-in-charge", ward: "6A" } as const;
    await ward.record("role.assigned", { assignment: "rol_ben_2", ...charge, ...times });
    const ben = await signIn("ben");
    const confirm = { ward: "6A", spent: 0 };
    expect((await call("POST", `campaigns/${id()}/confirm`, ben, confirm)).status).toBe(403);
    const zoe = await signIn("zoe");
    const [campaign] = (await list(zoe)).campaigns;
    const ids = campaign.wards[0].delegates.map((one: { id: string }) => one.id);
    expect(ids).toContain("ben");
    expect(ids).not.toContain("amy");
    const asked = await call("POST", `campaigns/${id()}/delegate`, zoe, { ward: "6A", to: "ben" });
    expect(asked.body.campaigns[0].wards[0].delegate.name).toBe("Ben Okafor");
    const done = await call("POST", `campaigns/${id()}/confirm`, ben, confirm);
    expect(done.status).toBe(200);
    expect((await list(ben)).campaigns[0].wards[0]).toMatchObject({ as: "delegate" });
  });

  test("remind whoever has something to decide, wherever they are, until they have", async () => {
    await open();
    const me = async (badge: string) => (await call("GET", "me", await signIn(badge))).body;
    expect(await me("zoe")).not.toHaveProperty("lateAccess");
    ward.clock.pass(10 * day);
    expect(await me("zoe")).toMatchObject({ lateAccess: 1 });
    expect(await me("amy")).not.toHaveProperty("lateAccess");
    const zoe = await signIn("zoe");
    const [campaign] = (await list(zoe)).campaigns;
    expect(campaign.soon).toBe(true);
    expect(campaign.wards[0].exceptional).toEqual([]);
    await call("POST", `campaigns/${id()}/confirm`, zoe, { ward: "6A", spent: 0 });
    // What is left is her own: that is before those who take over.
    expect(await me("zoe")).not.toHaveProperty("lateAccess");
    expect(await me("pia")).toMatchObject({ lateAccess: 1 });
  });

  test("end what nobody has answered, and list what is closed for who opens them", async () => {
    const pia = await open({ type: "role", of: "administrator" });
    expect(ward.app.world().roles.has("rol_ada")).toBe(true);
    // Whoever is at the console is signed out by then.
    ward.clock.pass(14 * day);
    await ward.app.tick();
    await ward.app.tick();
    expect((await call("GET", "campaigns", pia)).status).toBe(401);
    expect(ward.app.world().campaigns.get(id())?.closedAt).toBeDefined();
    expect(ward.app.world().roles.has("rol_ada")).toBe(false);
  });

  test("give evidence that is signed: what it hashes to is on record, and the record has its receipt", async () => {
    await ward.close();
    ward = await openWard({
      receipts: async (position) => ({ record: { position }, checkpoint: "c" }) as never,
    });
    const times = { from: ward.begin - hour, to: ward.begin + 20 * day };
    const odd = { engagement: "eng_zoe", role: "doctor", ward: "6A" } as const;
    await ward.record("role.assigned", { assignment: "rol_zoe_3", ...odd, ...times });
    const pia = await open();
    const part = ward.app.world().campaigns.get(id())?.parts[0];
    const decision = { assignment: "rol_zoe_3", outcome: "ended", part, spent: 2_000 };
    expect((await call("POST", `campaigns/${id()}/decide`, pia, decision)).status).toBe(200);
    const { body } = await call("POST", `campaigns/${id()}/evidence`, pia, {});
    const { evidence, remediation, signature } = body.pack;
    const attested = ward.app.world().campaigns.get(id())?.attested;
    expect(attested?.evidence).toBe(createHash("sha256").update(canonical(evidence)).digest("hex"));
    expect(signature.record.position).toBe(attested?.position);
    const ended = evidence.items.find(
      ({ assignment }: { assignment: string }) => assignment === "rol_zoe_3",
    );
    expect(ended).toMatchObject({ had: false, decision: { by: "pia", outcome: "ended" } });
    expect(remediation).toEqual([
      { record: { position: ended.decision.position }, checkpoint: "c" },
    ]);
    expect(JSON.stringify(evidence)).not.toContain("Zoe Lind");
    expect(body.html).toContain("<td>Zoe Lind</td><td>doctor</td>");
    const german = await call("POST", `campaigns/${id()}/evidence`, pia, { language: "de" });
    expect(german.body.html).toMatch(/lang="de".*<title>Zugriffsprüfung /);
    expect(german.body.html).toContain("<td>Pflegefachkraft</td>");
    expect(german.body.html).not.toContain("<td>nurse</td>");
    expect(german.body.html).toContain("<td>mehr als die eigene Rolle</td>");
    expect(german.body.html).toContain("<td>beendet</td><td>Pia");
    const other = await call("POST", `campaigns/${id()}/evidence`, pia, { language: "fr" });
    expect(other.status).toBe(400);
    const zoe = await signIn("zoe");
    expect((await call("POST", `campaigns/${id()}/evidence`, zoe, {})).status).toBe(403);
  });
});
