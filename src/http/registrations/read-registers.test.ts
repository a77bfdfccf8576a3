import { expect, test } from "vitest";
import { readRegisters } from "./read-registers.ts";

const file = { id: "nmc", zone: "Europe/London", file: "/registers/nmc.csv", days: 2 };
const http = { id: "gmc", zone: "Europe/London", url: "https://gmc.example/check" };

test("[L7] the list of registers names files and servers", () => {
  const list = [file, http, { ...http, id: "lan", token: "t0ken", url: "http://127.0.0.1:9/x" }];
  expect(readRegisters(JSON.stringify(list))).toEqual(list);
  expect(readRegisters("[]")).toEqual([]);
});

test.each([
  ["{", /not JSON/],
  ["{}", /not a list/],
  [[1], /no object/],
  [[{ ...file, id: "NMC" }], /id has/],
  [[{ ...file, zone: "Nowhere" }], /IANA/],
  [[file, { ...http, id: "nmc" }], /two have the id nmc/],
  [[{ ...file, days: 0 }], /days/],
  [[{ ...file, url: http.url }], /no member url/],
  [[{ ...http, days: 2 }], /no member days/],
  [[{ ...http, url: "http://gmc.example/check" }], /https/],
  [[{ ...http, url: "file:///etc/passwd" }], /https/],
  [[{ ...http, url: "https://a:b@gmc.example" }], /user name/],
  [[{ ...http, token: "a\nb" }], /token/],
  [[{ id: "x", zone: "UTC" }], /no file/],
])("[L7] a list that cannot be used is refused in words: %j", (list, words) => {
  expect(() => readRegisters(typeof list === "string" ? list : JSON.stringify(list))).toThrow(
    words,
  );
});
