import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { onFourB, runText } from "../test-support.ts";

let bundle: Bundle;

beforeAll(async () => {
  bundle = await shippedBundle();
});

const given = `wards: [{ id: 4B, seats: [4B-1] }, { id: 6A, seats: [6A-1] }]
staff:
  - { id: amy, role: nurse, ward: 4B, shift: 07:30/19:30 }
  - { id: sue, role: nurse-in-charge, ward: 6A, shift: 07:30/19:30 }
devices: [{ id: sues-phone, person: sue, managed: yes, on-site: yes }]
patients: [{ id: p1, ward: 6A }]`;

const stepsOf = async (steps: string) => {
  const { steps: done } = await runText(onFourB(steps, { given }), bundle, sha256);
  return done.map(({ friction, outcome, said }) => ({ friction, outcome, said: said.join(" ") }));
};

const inAtBoth = `- at: 09:00
  amy: taps in at 4B-1
- sue: signs in on sues-phone with a passkey`;

describe("[X1] access for a time, asked for and begun", () => {
  test("asking is a button, a reason and an answer, answering a button and one, and beginning one", async () => {
    const [, , asked, approved, begun, opened] = await stepsOf(`${inAtBoth}
- amy: asks for access to 6A for 3h
- sue: approves what amy asks for
- amy: begins what was approved
- amy: opens the chart of p1`);
    expect([asked?.friction, approved?.friction, begun?.friction]).toEqual([3_570, 1_120, 1_100]);
    expect(asked?.said).toBe("It waits for an answer.");
    // From 09:00:12, when it was begun.
    expect(opened).toMatchObject({ outcome: "permit", said: expect.stringContaining("12:00") });
  });

  test("what waits is seen by who answers for the ward, until somebody has answered", async () => {
    const [, , none, , waits, , , over] = await stepsOf(`${inAtBoth}
- sue: looks at the requests that wait
- amy: asks for access to 6A
- sue: looks at the requests that wait
- amy: looks at the requests that wait
- sue: denies what amy asks for
- sue: looks at the requests that wait`);
    expect(none).toMatchObject({ outcome: "refused" });
    expect(waits).toMatchObject({ outcome: "permit", said: "amy waits." });
    expect(over).toMatchObject({ outcome: "refused" });
  });

  test("what nobody asked for is not answered, begun or handed back", async () => {
    const [, , answered, begun, back] = await stepsOf(`${inAtBoth}
- sue: approves what amy asks for
- amy: begins what was approved
- amy: hands back what was granted`);
    expect([answered, begun, back].map((each) => each?.outcome)).toEqual(Array(3).fill("refused"));
  });

  test("at a seat nobody answers, sees what waits, or asks for somebody else: no screen there has a place for it", async () => {
    const [, , , waits, answered, asked] = await stepsOf(`${inAtBoth}
- sue: taps in at 6A-1
- sue: looks at the requests that wait
- sue: approves what amy asks for
- sue: asks for access to 6A for amy for 2h`);
    const said = "A request for access is answered on a phone or at a console.";
    expect(answered).toMatchObject({ outcome: "refused", said });
    expect([waits?.outcome, asked?.outcome]).toEqual(["refused", "refused"]);
    expect(asked?.said).toContain("at a console");
  });

  test("[X6] who is sent to a ward by whoever answers for it waits for nobody, and it is said by which rule", async () => {
    const [, , , moved, begun] = await stepsOf(`${inAtBoth}
- sue: signs in at the console with a PIN
- sue: asks for access to 6A for amy for 2h
- amy: begins what was approved`);
    expect(moved?.said).toBe(
      "Approved by a rule: Moved to the ward by somebody who answers for it.",
    );
    expect(begun?.outcome).toBe("permit");
  });
});
