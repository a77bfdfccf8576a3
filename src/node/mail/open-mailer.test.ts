import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startMailServer, type TestMailServer } from "../../../tests/support/mail-server.ts";
import { openMailer } from "./open-mailer.ts";

let server: TestMailServer;
beforeEach(async () => {
  server = await startMailServer();
});
afterEach(() => server.close());

const never = new AbortController().signal;
const from = "wardkey@hospital.example";
const mail = {
  id: "rec_1.per_amy",
  to: "amy@hospital.example",
  subject: "Emergency access on 4B until 15:05",
  text: "Somebody took emergency access.\n",
};
const failure = (url: string, more: { patience?: number } = {}) =>
  openMailer({ url, from, ...more })
    .send(mail, never)
    .then(
      () => "taken",
      ({ code, message }) => ({ code, message }),
    );

test("[X12] a mail is taken over by a mail server, with a Message-ID that is the same each time", async () => {
  const mailer = openMailer({ url: server.url, from });
  await mailer.send(mail, never);
  await mailer.send(mail, never);
  mailer.close();
  const [first, second] = server.mails.map(({ text }) => text);
  expect(server.mails.map(({ to }) => to)).toEqual([mail.to, mail.to]);
  for (const text of [first, second]) {
    expect(text).toContain("Message-ID: <rec_1.per_amy@hospital.example>");
    expect(text).toContain("Subject: Emergency access on 4B until 15:05");
    expect(text).toContain("Auto-Submitted: auto-generated");
  }
});

test("[X12] an address that is refused is that mail's trouble alone, and the server's words are not repeated", async () => {
  server.refuse = { code: 550, words: "no such user amy@hospital.example <script>" };
  expect(await failure(server.url)).toEqual({
    code: "address-refused",
    message: "The mail server does not take this address (it answers 550).",
  });
});

test("[X12] a server that is not there, says nothing, or talks nonsense fails in time", async () => {
  await server.close();
  expect(await failure(server.url)).toMatchObject({ code: "server-failed" });
  for (const answer of [undefined, "hello\r\n", "220 here\r\n", "554 go away\r\n"]) {
    const odd = createServer((socket) => {
      socket.on("error", () => undefined);
      if (answer !== undefined) socket.write(answer);
    }).listen(0, "127.0.0.1");
    await once(odd, "listening");
    const url = `smtp://127.0.0.1:${(odd.address() as AddressInfo).port}`;
    const begun = performance.now();
    expect(await failure(url, { patience: 200 })).toMatchObject({ code: "server-failed" });
    expect(performance.now() - begun).toBeLessThan(5_000);
    odd.close();
  }
  server = await startMailServer();
});

test("[X12] beyond this machine a server without TLS gets no mail", async () => {
  // It is this machine, by an address that nobody takes for it.
  const elsewhere = await startMailServer({ host: "127.0.0.2" });
  expect(await failure(elsewhere.url)).toEqual({
    code: "server-failed",
    message: "The mail server cannot be spoken to over TLS: see WARDKEY_SMTP, and its certificate.",
  });
  expect(elsewhere.mails).toEqual([]);
  await elsewhere.close();
});
