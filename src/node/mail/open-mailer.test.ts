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

test.each([
  [550, "5.7.1 looks like spam", "message-refused"],
  [554, "transaction failed", "message-refused"],
  [552, "5.3.4 message too big for system", "message-refused"],
  [451, "4.7.1 greylisted, come back later", "message-refused"],
  [450, "4.2.1 mailbox busy", "message-refused"],
  [452, "4.2.2 mailbox full", "message-refused"],
  [452, "insufficient system storage", "server-failed"],
  [452, "4.3.1 mail system full", "server-failed"],
  [451, "4.3.0 queue file write error", "server-failed"],
  [421, "4.3.2 shutting down", "server-failed"],
  [530, "5.7.0 authentication required", "server-failed"],
] as const)(
  "[X12] %d %s, said to a message that it has, is about that mail alone or about the server",
  async (code, words, about) => {
    server.refuseMessage = () => ({ code, words: `${words} amy@hospital.example` });
    const failed = await failure(server.url);
    expect(failed).toMatchObject({ code: about });
    expect(JSON.stringify(failed)).toContain(String(code));
    expect(JSON.stringify(failed)).not.toContain("amy@");
    expect(server.mails).toEqual([]);
    server.refuseMessage = () => undefined;
    expect(await failure(server.url)).toBe("taken");
  },
);

test.each([
  ["554 5.5.1 no valid recipients", "message-refused"],
  ["451 4.3.2 try later", "server-failed"],
])("[X12] %s, said to DATA itself: nothing of the message was sent", async (said, about) => {
  const heard: string[] = [];
  const scripted = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write("220 here ESMTP\r\n");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        heard.push(line);
        socket.write(line === "DATA" ? `${said}\r\n` : "250 ok\r\n");
      }
    });
  }).listen(0, "127.0.0.1");
  await once(scripted, "listening");
  const url = `smtp://127.0.0.1:${(scripted.address() as AddressInfo).port}`;
  expect(await failure(url)).toMatchObject({ code: about });
  expect(heard).toContain("DATA");
  expect(heard.filter((line) => line.startsWith("Subject"))).toEqual([]);
  scripted.close();
});

test.each([
  [550, "5.1.1 no such user", "address-refused"],
  [450, "4.2.0 greylisted", "address-refused"],
  [421, "4.3.2 shutting down", "server-failed"],
  [452, "4.3.1 mail system full", "server-failed"],
] as const)("[X12] %d %s, said to an address", async (code, words, about) => {
  server.refuse = { code, words };
  expect(await failure(server.url)).toMatchObject({ code: about });
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
