import { afterEach, beforeEach, expect, test } from "vitest";
import { decodeRecord } from "../../sequencer/index.ts";
import { invitationMailKey } from "../../sessions/index.ts";
import { origin, send } from "../test-support.ts";
import { openTellingWard, type TellingWard } from "./test-support.ts";

const hour = 3_600_000;
const address = "eva.silva@agency.example";

let telling: TellingWard;
let cookie = "";
let booking: { readonly engagement: string };
beforeEach(async () => {
  telling = await openTellingWard();
  const { ward } = telling;
  const [engagement, from, to] = ["eng_mia", ward.begin - hour, ward.begin + 900 * hour];
  await ward.record("person.registered", { person: "mia" });
  await ward.record("engagement.started", {
    engagement,
    person: "mia",
    type: "employee",
    from,
    to,
  });
  const held = { engagement, role: "ward-manager", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_mia", ...held });
  cookie = await signIn("ada");
  await desk("badges/give", { person: "mia", badge: "mia", pin: "7391" });
  cookie = await signIn("mia", "7391");
  const times = { day: "2026-03-10", from: "18:00", to: "06:00" };
  const wish = { ward: "4B", role: "nurse", name: "Eva Silva", agency: "", ...times };
  booking = (await desk("locums", wish)).body.locum;
});
afterEach(() => telling.close());

const desk = (path: string, body: unknown) =>
  send(telling.ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
async function signIn(badge: string, pin = `pin-${badge}`): Promise<string> {
  const answer = await desk("sign-in", { badge, pin });
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const invite = (body: object) => desk(`locums/${booking.engagement}/phone`, body);
const waits = async () => {
  const { app } = telling.ward;
  const invitation = app.world().engagements.get(booking.engagement)?.invitation?.id ?? "";
  return app.side.get([invitationMailKey(invitation)]);
};
const records = async () => (await telling.ward.log.read(0, { limit: 100_000 })).map(decodeRecord);

test("a link is mailed to the address that the desk says, names nobody, and is kept nowhere once it has gone", async () => {
  const { body } = await invite({ mail: address });
  expect(JSON.stringify(await waits())).not.toMatch(/eva\.silva|#/);
  await telling.notices.settled();
  const [mail, ...more] = telling.mails;
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ to: address });
  expect(mail?.text).toContain(body.link);
  // The link's secret is chance, and may read like anything.
  const words = `${mail?.subject} ${mail?.text}`.replace(body.link, "");
  expect(words).not.toMatch(/Eva|Silva|Mia|4B/);
  expect(await waits()).toEqual([undefined]);
  const secret = String(body.link).split("#")[1] ?? "";
  const log = JSON.stringify(await records());
  for (const text of [secret, address]) expect(log).not.toContain(text);
  expect(telling.posts.map((post) => JSON.parse(post.body).type)).toEqual(["invitation.sent"]);
  for (const { body: told } of telling.posts) expect(told).not.toContain(secret);
  const look = await send(
    telling.ward.server,
    "POST",
    "/arrive/api/look",
    { link: secret },
    { origin },
  );
  expect(look.status).toBe(200);
});

test("without an address nobody is mailed; a link that is withdrawn, replaced or over before it went is not sent", async () => {
  await invite({});
  await telling.notices.settled();
  expect(telling.mails).toEqual([]);
  telling.onMail = () =>
    Promise.reject(Object.assign(new Error("away"), { code: "server-failed" }));
  await invite({ mail: address });
  await telling.notices.settled();
  expect((await telling.waiting()).map(({ notice }) => notice.tries)).toEqual([1]);
  expect(await waits()).not.toEqual([undefined]);
  telling.onMail = async () => undefined;
  await desk(`locums/${booking.engagement}/phone/withdraw`, {});
  expect(await waits()).toEqual([undefined]);
  telling.ward.clock.pass(hour / 4);
  await telling.notices.settled();
  expect([telling.mails, await telling.waiting()]).toEqual([[], []]);

  telling.onMail = () =>
    Promise.reject(Object.assign(new Error("away"), { code: "server-failed" }));
  await invite({ mail: address });
  await telling.notices.settled();
  telling.onMail = async () => undefined;
  telling.ward.clock.pass(24 * hour);
  await telling.notices.settled();
  expect([telling.mails, await waits()]).toEqual([[], [undefined]]);
});

test.each(["eva", "eva@a@b", "Eva <eva@a.example>", "a@b.example, c@d.example"])(
  "what is no address is refused, and no link is made: %s",
  async (mail) => {
    expect((await invite({ mail })).status).toBe(400);
    const { engagements } = telling.ward.app.world();
    expect(engagements.get(booking.engagement)?.invitation).toBeUndefined();
  },
);
