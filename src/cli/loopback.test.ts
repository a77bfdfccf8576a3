import { expect, test } from "vitest";
import { inUrl, isLoopback, withoutBrackets } from "./loopback.ts";

test.each(["localhost", "127.0.0.1", "::1", "[::1]"])("%s is this machine alone", (host) => {
  expect(isLoopback(host)).toBe(true);
});

test.each(["0.0.0.0", "::", "[::]", "10.0.0.1", "wardkey.example", "localhost.example", ""])(
  "%j is not this machine alone",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);

test("an IPv6 address stands in brackets in a URL, and without where it is listened on", () => {
  expect(inUrl("::1")).toBe("[::1]");
  expect(inUrl("[::1]")).toBe("[::1]");
  expect(inUrl("ward.example")).toBe("ward.example");
  expect(withoutBrackets("[::1]")).toBe("::1");
  expect(new URL(`http://${inUrl("::1")}:8080`).hostname).toBe("[::1]");
});
