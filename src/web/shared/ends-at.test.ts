import { expect, test } from "vitest";
import { endsAt } from "./ends-at.ts";

const at = Date.UTC(2026, 6, 1, 20);
const sentence = { code: "ends.grant", values: {} };

test("[X1] the end of access is said by the clock of where the patient is, as the sentence beside it does", () => {
  const said = [{ ...sentence, zone: "Europe/London" }];
  expect(endsAt({ at, said }, "Europe/Gibraltar", "en-GB")).toBe("21:00");
  expect(endsAt({ at, said: [] }, "Europe/Gibraltar", "en-GB")).toBe("22:00");
});
