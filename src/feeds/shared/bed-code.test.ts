import { expect, test } from "vitest";
import { isBedCode } from "./bed-code.ts";

test.each([
  "7",
  "A",
  "4B-07",
  "Bed 9",
  "Bed A",
  "Bay C Bed 4",
  "MainRoom-Bed 9",
  "Room 2-3",
  "Window",
  "ÄÖ.1/2",
])("[U3] %s is a bed's code", (text) => {
  expect(isBedCode(text)).toBe(true);
});

test.each([
  "",
  "ZZROOM SMITH-ZZBED SMITH",
  "SMITH JOHN",
  "Mrs Kowalski",
  "KowalskiNowakowa",
  "Bed  9",
  "Bed 9 of Kowalski",
  " 7",
  "7;8",
  "7\n8",
  "1-2-3-4-5-6-7-8-9-10-11-12-13-14-15",
])("[U3] %j is none: it would be a text in the log", (text) => {
  expect(isBedCode(text)).toBe(false);
});
