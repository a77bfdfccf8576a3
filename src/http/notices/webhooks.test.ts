import { expect, test } from "vitest";
import { readWebhooks } from "./webhooks.ts";

const one = {
  id: "siem",
  url: "https://siem.example/wardkey",
  secret: `whsec_${Buffer.alloc(32, 7).toString("base64")}`,
};

test("[X12] a list of webhooks is read, secrets as Standard Webhooks writes them", () => {
  const [webhook] = readWebhooks(JSON.stringify([one]));
  expect(webhook).toMatchObject({ id: "siem", url: one.url });
  expect([...(webhook?.secret ?? [])]).toEqual(Array(32).fill(7));
  expect(readWebhooks("[]")).toEqual([]);
});

test.each([
  ["no JSON", "{", "it is not JSON"],
  ["no list", "{}", "it is not a list"],
  ["no object", [3], "number 1: it is no object"],
  ["an unknown member", [{ ...one, kinds: [] }], "number 1: there is no member kinds"],
  [
    "a bad id",
    [{ ...one, id: "a|b" }],
    "number 1: id has 1 to 40 small letters, digits and hyphens",
  ],
  ["plain http", [{ ...one, url: "http://siem.example/" }], "number 1: url is no https address"],
  ["a file", [{ ...one, url: "file:///etc/passwd" }], "number 1: url is no https address"],
  [
    "a password in it",
    [{ ...one, url: "https://a:b@siem.example/" }],
    "number 1: url holds a user name, a password or a fragment",
  ],
  [
    "a short secret",
    [{ ...one, secret: "whsec_c2hvcnQ=" }],
    "number 1: secret is no whsec_ and base64 of 24 to 64 bytes",
  ],
  ["one twice", [one, one], "two have the id siem"],
])("[X12] a list with %s is refused in words, without the secret", (_what, list, words) => {
  const text = typeof list === "string" ? list : JSON.stringify(list);
  expect(() => readWebhooks(text)).toThrow(words);
});
