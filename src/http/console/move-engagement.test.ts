import { afterEach, beforeEach, expect, test } from "vitest";
import { openWard, origin, send, type TestWard } from "../test-support.ts";

const day = 24 * 3_600_000;

let ward: TestWard;
beforeEach(async () => {
  ward = await openWard();
  await hold("mia", "ward-manager");
  await hold("eva", "nurse");
});
afterEach(() => ward.close());

/** Somebody with a role on 4B, a badge and a PIN, and no duty. */
async function hold(person: string, role: string): Promise<void> {
  const value = { type: "person", display: person, initials: "XX" };
  await ward.record("person.registered", { person }, [{ table: "names", key: person, value }]);
  const [from, to] = [ward.begin - day, ward.begin + 40 * day];
  const engagement = `eng_${person}`;
  await ward.record("engagement.started", { engagement, person, type: "employee", from, to });
  const held = { engagement, role, ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: `rol_${person}`, ...held });
  const given = await post("badges/give", { person, badge: person, pin: "7391" }, await desk());
  expect(given.status).toBe(200);
}

const post = (path: string, body: unknown, cookie = "") =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
async function desk(badge = "ada", pin = `pin-${badge}`): Promise<string> {
  const answer = await post("sign-in", { badge, pin });
  expect(answer.body.type).toBe("in");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const on = "people/eva/engagements/eng_eva";
const held = () =>
  ward.app
    .world()
    .rolesByPerson.get("eva")
    .map((id) => ward.app.world().roles.get(id))
    .map((role) => `${role?.role} ${role?.ward}`);

test("[L4] the difference is shown beforehand and nothing happens; then it happens as it was shown", async () => {
  const ada = await desk();
  const body = { role: "doctor", ward: "4B" };
  const shown = await post(`${on}/move/difference`, body, ada);
  expect(shown.status).toBe(200);
  expect(shown.body).toMatchObject({
    gained: { title: "doctor", ward: "4B" },
    lost: [{ title: "nurse", ward: "4B" }],
  });
  expect(shown.body.overlap.until - shown.body.overlap.from).toBe(day);
  expect(shown.body.gained.actions).toContainEqual(
    expect.objectContaining({ name: "order.place" }),
  );
  expect(held()).toEqual(["nurse 4B"]);
  const moved = await post(`${on}/move`, body, ada);
  expect(moved.status).toBe(200);
  expect(held()).toEqual(["nurse 4B", "doctor 4B"]);
  expect(moved.body.engagements[0].roles).toHaveLength(2);
});

test("[L4] whoever runs a ward moves within it, and to no ward that they do not run; nobody moves themselves", async () => {
  const mia = await desk("mia", "7391");
  const elsewhere = [...ward.app.world().wards.values()].find(({ id }) => id !== "4B")?.id;
  expect(elsewhere).toBeDefined();
  const away = await post(`${on}/move`, { role: "nurse", ward: elsewhere }, mia);
  expect(away.status).toBe(403);
  const none = await post(`${on}/move`, { role: "nurse", ward: "9Z" }, mia);
  expect(none.status).toBeGreaterThanOrEqual(400);
  const own = "people/mia/engagements/eng_mia/move";
  expect((await post(own, { role: "nurse", ward: "4B" }, mia)).status).toBeGreaterThanOrEqual(400);
  expect(held()).toEqual(["nurse 4B"]);
  const within = await post(`${on}/move`, { role: "nurse-in-charge", ward: "4B" }, mia);
  expect(within.status).toBe(200);
  expect(held()).toEqual(["nurse 4B", "nurse-in-charge 4B"]);
});

test("a move gives clinical roles alone and none that moves people itself, and a nurse moves nobody", async () => {
  const ada = await desk();
  for (const role of ["administrator", "privacy-officer", "ward-manager", "wizard"]) {
    const clinical = await post(`${on}/move`, { role, ward: "4B" }, ada);
    expect([role, clinical.status]).toEqual([role, 403]);
  }
  const never = await post(`${on}/move`, { role: "nurse", ward: "4B", first: "tomorrow" }, ada);
  expect(never.status).toBe(400);
  const before = held();
  const amy = await desk("amy");
  expect((await post(`${on}/move`, { role: "doctor", ward: "4B" }, amy)).status).toBe(403);
  expect((await post(`${on}/move/difference`, { role: "doctor", ward: "4B" }, amy)).status).toBe(
    403,
  );
  expect(held()).toEqual(before);
});

test("[L4] who moves somebody chooses among clinical roles, in the wards that they run; what cannot be done is not offered", async () => {
  const choices = async (cookie: string) => {
    const answer = await send(ward.server, "GET", `/console/api/${on}/move`, undefined, { cookie });
    const { roles = [], wards = [] } = answer.body;
    const names = roles.map(({ name }: { name: string }) => name);
    return { names, status: answer.status, wards: wards.map(({ id }: { id: string }) => id) };
  };
  const mia = await choices(await desk("mia", "7391"));
  expect(mia.wards).toEqual(["4B"]);
  expect(mia.names).toContain("nurse-in-charge");
  for (const role of ["administrator", "ward-manager"]) expect(mia.names).not.toContain(role);
  const ada = await choices(await desk());
  expect(ada.wards).toEqual([...ward.app.world().wards.values()].map(({ id }) => id));
  expect((await choices(await desk("amy"))).status).toBe(403);
});

test("[L4] a move to what they have already is refused in words, shown or done", async () => {
  const ada = await desk();
  for (const path of [`${on}/move/difference`, `${on}/move`]) {
    const refused = await post(path, { role: "nurse", ward: "4B" }, ada);
    expect([refused.status, refused.body.error.code]).toEqual([409, "not-a-move"]);
    expect(refused.body.error.message).toContain("nurse in 4B already");
  }
});
