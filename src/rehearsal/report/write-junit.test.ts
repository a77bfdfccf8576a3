import { DOMParser, onWarningStopParsing } from "@xmldom/xmldom";
import { beforeAll, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { onFourB, runText } from "../test-support.ts";
import { writeJunit } from "./write-junit.ts";

let bundle: Bundle;

beforeAll(async () => {
  bundle = await shippedBundle();
});

/** The elements of a name, as a reader of XML takes them that bears no fault. */
function read(xml: string, name: string) {
  const reader = new DOMParser({ onError: onWarningStopParsing });
  const document = reader.parseFromString(xml, "text/xml");
  return [...document.getElementsByTagName(name)].map((element) => ({
    attribute: (key: string) => element.getAttribute(key),
    text: element.textContent,
  }));
}

test("a case for each step and one for the budget, with what failed", async () => {
  const text = onFourB("- { at: 09:00, amy: taps in at 4B-1 }\n- { amy: opens the chart of p2 }", {
    budget: "{ friction: 1s, residual: 9999d }",
  });
  const xml = writeJunit([await runText(text, bundle, sha256)]);
  const [all] = read(xml, "testsuites");
  expect([all?.attribute("tests"), all?.attribute("failures")]).toEqual(["3", "2"]);
  expect(read(xml, "testcase").map(({ attribute }) => attribute("name"))).toEqual([
    expect.stringMatching(/^line \d+: amy taps in at 4B-1$/),
    expect.stringMatching(/^line \d+: amy opens the chart of p2$/),
    "budget",
  ]);
  expect(read(xml, "failure").map(({ attribute }) => attribute("message"))).toEqual([
    expect.stringContaining("must be permitted"),
    expect.stringMatching(/^friction is .+, over 1\.00 s$/),
  ]);
  expect(read(xml, "failure")[0]?.text).toContain("\nit was said: ");
});

test("whatever a task is called, the XML stays whole and says it", async () => {
  const passing = await runText(
    onFourB("- { at: 09:00, amy: taps in at 4B-1, expect: permit }"),
    bundle,
    sha256,
  );
  const task = `<b> & "quoted" ]]> 'x' 🏥`;
  const xml = writeJunit([{ ...passing, task: `${task}\u0000\u001b\ud800\uffff` }]);
  expect(read(xml, "testsuite")[0]?.attribute("name")).toBe(task);
  expect(read(xml, "testcase")).toHaveLength(2);
  expect(read(xml, "failure")).toEqual([]);
});
