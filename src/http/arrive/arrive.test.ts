import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testAuthenticator } from "../../../tests/support/passkey.ts";
import { type Answer, openWard, origin, send, type TestWard } from "../test-support.ts";

const hour = 3_600_000;
const day = 24 * hour;
const headers = { origin };

let ward: TestWard;
let mia = "";
beforeEach(async () => {
  ward = await openWard();
  const [from, to] = [ward.begin - day, ward.begin + 40 * day];
  const value = { type: "person", display: "Mia Works", initials: "MW" };
  await ward.record("person.registered", { person: "mia" }, [
    { table: "names", key: "mia", value },
  ]);
  const engagement = "eng_mia";
  await ward.record("engagement.started", {
    engagement,
    person: "mia",
    type: "employee",
    from,
    to,
  });
  const held = { engagement, role: "ward-manager", ward: "4B", from, to };
  await ward.record("role.assigned", { assignment: "rol_mia", ...held });
  await desk("badges/give", { person: "mia", badge: "mia", pin: "7391" }, await signIn("ada"));
  mia = await signIn("mia", "7391");
});
afterEach(() => ward.close());

const desk = (path: string, body: unknown, cookie = mia) =>
  send(ward.server, "POST", `/console/api/${path}`, body, { origin, cookie });
const phone = (path: string, body: object, more: object = headers) =>
  send(ward.server, "POST", `/arrive/api/${path}`, body, more as never);
async function signIn(badge: string, pin = `pin-${badge}`): Promise<string> {
  const answer = await desk("sign-in", { badge, pin }, "");
  return String(answer.headers["set-cookie"]).split(";")[0] as string;
}
const evidence = { method: "photo-id", level: 2, until: "2030-01-01" };

/** Books Eva for a shift that began an hour ago; the path of what is done about her. */
async function book(name = "Eva Silva"): Promise<string> {
  const times = { day: "2026-03-10", from: "18:00", to: "06:00" };
  const wish = { ward: "4B", role: "nurse", name, agency: "", ...times };
  const { body } = await desk("locums", wish);
  expect(body.type).toBe("booked");
  return `locums/${body.locum.engagement}`;
}
async function invite(locum: string): Promise<string> {
  const { body } = await desk(`${locum}/phone`, {});
  expect(body.link).toMatch(/^http:\/\/localhost:8080\/arrive\/#[\w-]{43}$/);
  return body.link.split("#")[1];
}
async function accept(link: string, made = testAuthenticator()): Promise<Answer> {
  const { body } = await phone("options", { link });
  return phone("accept", { link, response: made.create(body.options) });
}
const why = ({ status, body }: Answer) => [status, body.error?.said?.[0]?.code];
const kinds = async (since: number): Promise<readonly string[]> => {
  const entries = await ward.log.read(since, { limit: 1_000 });
  return entries.map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)).kind);
};
const listed = async () => {
  const answer = await send(ward.server, "GET", "/console/api/locums", undefined, {
    origin,
    cookie: mia,
  });
  return answer.body.locums[0];
};

describe("before a locum comes", () => {
  test("[L7] from the link to the sign-in: what the phone made is nobody's until the desk has its code", async () => {
    const locum = await book();
    const link = await invite(locum);
    expect((await phone("look", { link })).body).toEqual({
      name: "Eva Silva",
      role: "nurse",
      ward: expect.any(String),
      zone: "Europe/London",
      from: Date.parse("2026-03-10T18:00:00Z"),
      to: Date.parse("2026-03-11T06:00:00Z"),
    });
    const made = testAuthenticator();
    const { code } = (await accept(link, made)).body;
    expect(code).toMatch(/^\d{6}$/);
    expect(await listed()).toMatchObject({ phone: { state: "accepted" }, passkeys: 0 });
    const comeIn = async () => {
      const { options } = (await desk("passkey/options", {}, "")).body;
      return desk("passkey/sign-in", { response: made.get(options) }, "");
    };
    expect((await comeIn()).status).not.toBe(200);
    // Nobody has seen yet who it is.
    expect((await desk(`${locum}/phone/code`, { code })).status).toBe(400);
    expect((await desk(`${locum}/proof`, evidence)).body.type).toBe("done");
    expect((await comeIn()).status).not.toBe(200);
    const { next } = ward.app.world();
    expect((await desk(`${locum}/phone/code`, { code })).body).toMatchObject({
      type: "done",
      locum: { passkeys: 1, phone: { state: "bound" } },
    });
    expect(await kinds(next)).toEqual(
      expect.arrayContaining(["passkey.enrolled", "invitation.bound"]),
    );
    expect((await comeIn()).body).toMatchObject({ type: "in", who: { name: "Eva Silva" } });
    // It is bound once, and for the shift.
    expect(why(await desk(`${locum}/phone/code`, { code }))[0]).toBe(409);
    ward.clock.pass(13 * hour);
    expect((await comeIn()).status).not.toBe(200);
  });

  test("an attempt that came to nothing leaves the link good; acceptance and passkey spend it together", async () => {
    const link = await invite(await book());
    const { next } = ward.app.world();
    const first = await phone("options", { link });
    const wrong = testAuthenticator().create(first.body.options, { origin: "http://evil.example" });
    expect((await phone("accept", { link, response: wrong })).status).toBe(422);
    const unasked = testAuthenticator().create(first.body.options);
    expect((await phone("accept", { link, response: unasked })).body.error.code).toBe(
      "ceremony-over",
    );
    expect(await kinds(next)).not.toContain("invitation.accepted");
    expect((await accept(link)).status).toBe(200);
    expect((await kinds(next)).filter((kind) => kind === "invitation.accepted")).toHaveLength(1);
  });

  test("two phones that answer at the same moment: one link is spent once", async () => {
    const link = await invite(await book());
    const both = await Promise.all([accept(link), accept(link)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test("replayed, expired, withdrawn, replaced, over, foreign: each is refused with its own reason, on every way", async () => {
    const locum = await book();
    const refusals = async (link: string) => {
      const { body } = await phone("options", { link: await goodLink() });
      const response = testAuthenticator().create(body.options);
      const answers = [
        await phone("look", { link }),
        await phone("options", { link }),
        await phone("accept", { link, response }),
      ];
      return [...new Set(answers.map((one) => why(one).join(" ")))];
    };
    const other = await book("Ola Berg");
    const goodLink = () => invite(other);
    const saying = "409 errors/invitation-refused";
    const of = (variant: string) => [`${saying}${variant}`].map(normal);
    const got = async (link: string) => (await refusals(link)).map(normal);
    expect(await got("A".repeat(43))).toEqual(of(""));
    const spent = await invite(locum);
    await accept(spent);
    expect(await got(spent)).toEqual(of(".spent"));
    const replacing = await invite(locum);
    expect(await got(spent)).toEqual(of(".withdrawn"));
    expect((await desk(`${locum}/phone/withdraw`, {})).body.locum).not.toHaveProperty("phone");
    expect(await got(replacing)).toEqual(of(".withdrawn"));
    expect(why(await desk(`${locum}/phone/withdraw`, {}))[0]).toBe(409);
    const page = await phone("look", { link: replacing }, { origin: "http://evil.example" });
    expect(page.body.error.code).toBe("foreign-origin");
    const last = await invite(locum);
    const engagement = locum.split("/")[1] ?? "";
    await ward.record("engagement.ended", { engagement, reason: "withdrawn" });
    expect(await got(last)).toEqual(of(".over"));
  });

  test("a link is good for a day at most", async () => {
    const { body } = await desk("locums", {
      ...{ ward: "4B", role: "nurse", name: "Eva Silva", agency: "" },
      ...{ day: "2026-03-14", from: "07:30", to: "19:30" },
    });
    const link = await invite(`locums/${body.locum.engagement}`);
    ward.clock.pass(day - 1);
    expect((await phone("look", { link })).status).toBe(200);
    ward.clock.pass(1);
    const answer = await phone("look", { link });
    expect(normal(why(answer).join(" "))).toBe("409 invitation-refused.expired");
  });

  test("[L7] three wrong codes, and nothing binds the phone any more", async () => {
    const locum = await book();
    const { code } = (await accept(await invite(locum))).body;
    await desk(`${locum}/proof`, evidence);
    const wrong = code === "000000" ? "000001" : "000000";
    for (let tries = 0; tries < 3; tries++) {
      expect((await desk(`${locum}/phone/code`, { code: wrong })).body.type).toBe("another");
    }
    expect(await listed()).toMatchObject({ phone: { state: "failed" }, passkeys: 0 });
    expect(why(await desk(`${locum}/phone/code`, { code }))[0]).toBe(409);
  });

  test("the code of a link that was withdrawn binds nothing", async () => {
    const locum = await book();
    const { code } = (await accept(await invite(locum))).body;
    await desk(`${locum}/phone/withdraw`, {});
    await desk(`${locum}/proof`, evidence);
    expect(why(await desk(`${locum}/phone/code`, { code }))[0]).toBe(409);
    expect(await listed()).toMatchObject({ passkeys: 0 });
  });

  test("[M1] who runs no ward makes no link", async () => {
    const locum = await book();
    const amy = await signIn("amy");
    expect((await desk(`${locum}/phone`, {}, amy)).body.error.code).toBe("refused");
    expect((await desk(`${locum}/phone/withdraw`, {}, amy)).body.error.code).toBe("refused");
  });
});

/** Without the table that the sentence is of. */
function normal(text: string): string {
  return text.replace(/ \w+\//, " ");
}
