import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startMailServer, type TestMailServer } from "../../tests/support/mail-server.ts";
import { plainSeat } from "../support/plain-seat.ts";
import { type StaffedServer, startStaffedServer } from "../support/staffed-server.ts";

const email = "p.officer@hospital.example";
const second = "q.officer@hospital.example";

let root = "";
let mail: TestMailServer;
let hanging: Server;
let asked = 0;
let server: StaffedServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "wardkey-notices-"));
  mail = await startMailServer();
  // Takes every request, and never answers.
  hanging = createServer(() => asked++).listen(0, "127.0.0.1");
  await once(hanging, "listening");
  const webhooks = join(root, "webhooks.json");
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  writeFileSync(webhooks, JSON.stringify([{ id: "silent", url, secret }]));
  server = await startStaffedServer(join(root, "data"), {
    WARDKEY_SMTP: mail.url,
    WARDKEY_MAIL_FROM: "wardkey@hospital.example",
    WARDKEY_WEBHOOKS: webhooks,
  });
  const today = new Date().toISOString().slice(0, 10);
  const [nurse] = server.demo.people;
  await server.takeIn(
    "staff",
    `staff_number,family,given,from,role,ward,email\nP900,Officer,Pat,${today},privacy-officer,${nurse?.ward},${email}\nP901,Officer,Quin,${today},privacy-officer,${nurse?.ward},${second}\n`,
    { privileged: 2 },
  );
});
afterAll(async () => {
  await server.process.kill();
  hanging.closeAllConnections();
  hanging.close();
  await mail.close();
  rmSync(root, { recursive: true });
});

test("[X12] a mail server that is away and a webhook that hangs slow no bedside; the mail arrives when it can, and what does not is shown", async () => {
  const { port } = mail;
  await mail.close();
  const { patientElsewhere, people } = server.demo;
  const nurse = people.find(({ part }) => part === "nurse");
  if (nurse === undefined) throw new Error("the demonstration has a nurse");
  const seat = await plainSeat(server.base);
  await seat.signIn(nurse);
  const as = { "wardkey-occupant": nurse.id };
  const body = { patient: patientElsewhere.id, reason: "life-at-risk" };
  const begun = performance.now();
  const broken = await seat.post("/bedside/api/glass/break", body, as);
  expect([broken.status, broken.body.type]).toEqual([200, "open"]);
  expect(performance.now() - begun).toBeLessThan(5_000);
  await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(0);

  const officer = people.find(({ part }) => part === "privacyOfficer");
  const cookie = await server.consoleCookie(officer?.badge ?? "", officer?.pin ?? "");
  const failing = async (): Promise<readonly { to: string; why: string; next?: number }[]> => {
    const answer = await fetch(`${server.base}/console/api/notices`, { headers: { cookie } });
    return ((await answer.json()) as { failing: [] }).failing;
  };
  const why = async (to: string) => (await failing()).find((one) => one.to === to)?.why;
  await expect
    .poll(() => why("Pat Officer"), { timeout: 20_000 })
    .toBe("The mail server cannot be reached.");
  await expect.poll(() => why("silent"), { timeout: 30_000 }).toBe("The receiver does not answer.");
  for (const { next } of await failing()) expect(next).toBeGreaterThan(Date.now() - 30_000);

  mail = await startMailServer({ port });
  await expect.poll(() => mail.mails.map(({ to }) => to), { timeout: 40_000 }).toContain(email);
  await expect.poll(() => why("Pat Officer"), { timeout: 10_000 }).toBe(undefined);
  const { text } = mail.mails[0] ?? { text: "" };
  expect(text).toContain("From: wardkey@hospital.example");
  expect(text).not.toContain(patientElsewhere.number);

  // What the server refuses once it has it is that mail's trouble alone: the other is told, and the next time too.
  const told = () => mail.mails.filter(({ to }) => to === email).length;
  const before = told();
  mail.refuseMessage = (to) =>
    to === second ? { code: 554, words: "5.7.1 not wanted" } : undefined;
  await seat.post("/bedside/api/glass/return", {}, as);
  const again = await seat.post("/bedside/api/glass/break", body, as);
  expect([again.status, again.body.type]).toEqual([200, "open"]);
  await expect.poll(told, { timeout: 20_000 }).toBe(before + 1);
  await expect
    .poll(() => why("Quin Officer"), { timeout: 20_000 })
    .toBe("The mail server does not take this message (it answers 554).");
}, 120_000);
