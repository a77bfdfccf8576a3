import { beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../../tests/support/ports.ts";
import { shippedBundle } from "../../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../../access/index.ts";
import { onFourB, runText } from "../test-support.ts";

let bundle: Bundle;

beforeAll(async () => {
  bundle = await shippedBundle();
});

const given = `wards: [{ id: 4B, seats: [4B-1] }]
staff:
  - { id: amy, role: nurse, ward: 4B, shift: 07:30/19:30 }
  - { id: ben, role: nurse, ward: 4B, shift: 07:30/19:30 }
  - { id: stu, role: student, ward: 4B, shift: 07:30/19:30 }
patients: [{ id: p1, ward: 4B }]`;

describe("[S10] a controlled drug that two give", () => {
  test("the colleague's tap and PIN are what it costs, and it is the giver's", async () => {
    const { steps } = await runText(
      onFourB(
        `- at: 09:00
  amy: taps in at 4B-1
- amy: opens the chart of p1
- amy: gives a controlled drug to p1 with ben
- amy: gives a controlled drug to p1 with stu
- stu: taps in at 4B-1
- ben: taps in at 4B-1`,
        { given },
      ),
      bundle,
      sha256,
    );
    const [, , withBen, withStu] = steps;
    // Refused alone 0.02; tap 1.00 + 0.02; PIN 2.75 + 0.12; the witness's answer 0.02; the giver's 0.02.
    expect(withBen).toMatchObject({ outcome: "permit", by: "amy", prompts: 1, friction: 3_950 });
    expect(withStu).toMatchObject({ outcome: "refused", prompts: 1 });
    expect(withStu?.said.join(" ")).toContain("student");
  });
});
