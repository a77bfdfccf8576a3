import { beforeAll, beforeEach, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { activateGrant, answerGrant } from "./index.ts";
import { Hospital, hour } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const approve = (grant: string) =>
  hospital.append(answerGrant(hospital.granting, { grant, approver: "sue", answer: "approve" }));

test("[D3] a refusal carries the whole request", () => {
  const answer = hospital.ask("amy", "chart.open", "anna");
  const offered = answer.type === "deny" ? answer.remedies : [];
  expect(offered[0]).toMatchObject({
    type: "request-cover",
    label: "Ask 6A for access",
    request: { kind: "patient", patient: "anna", ward: "6A", lasts: 2 * hour },
  });
});

test("[D3] [X1] a refusal carries what gives more too: the ward, and the role in it that may be had for a time", () => {
  const answer = hospital.ask("amy", "chart.open", "anna");
  const [cover] = answer.type === "deny" ? answer.remedies : [];
  if (cover?.type !== "request-cover") throw new Error(cover?.type);
  expect(cover.wider).toEqual([
    { kind: "ward", ward: "6A", lasts: 8 * hour },
    { kind: "role", ward: "6A", role: "nurse-in-charge", lasts: 8 * hour },
  ]);
  for (const wish of cover.wider) {
    hospital = new Hospital(bundle);
    const { grant } = hospital.request({ person: "amy", ...wish });
    approve(grant);
    hospital.append(activateGrant(hospital.granting, { grant, person: "amy" }));
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("permit");
  }
});

test("[D3] [X1] what a ward's own act is refused for leads to the role that has it, on that ward", () => {
  const ward = { type: "ward", id: "4B" };
  const answer = hospital.askOf("ben", "roster.confirm", ward);
  expect(answer.type === "deny" && answer.remedies).toMatchObject([
    {
      type: "request-cover",
      label: "Ask 4B for access",
      request: { kind: "role", ward: "4B", role: "nurse-in-charge", lasts: 8 * hour },
      wider: [],
    },
  ]);
  const other = hospital.askOf("phil", "roster.confirm", ward);
  expect(other.type === "deny" && other.remedies).toEqual([]);
});

test("[D3] of an action that is not in the role, where it may be had for a time; and what waits is not offered again", () => {
  const answer = hospital.ask("phil", "result.acknowledge", "kow");
  expect(answer.type === "deny" && answer.remedies).toMatchObject([
    { type: "request-cover", request: { kind: "task", action: "result.acknowledge" } },
  ]);
  const other = hospital.ask("phil", "order.place", "kow");
  expect(other.type === "deny" && other.remedies).toEqual([]);
  hospital.request({ person: "amy" });
  const again = hospital.ask("amy", "chart.open", "anna");
  expect(again.type === "deny" && again.remedies.map(({ type }) => type)).toEqual(["break-glass"]);
  expect(again.type === "deny" && again.advice[0]).toMatchObject({
    type: "wait",
    text: "You asked 6A for access at 10:00; nobody has answered yet.",
  });
});

test("[D3] is not offered where nobody is there who could answer", () => {
  for (const person of ["sue", "wim", "adam", "sam"]) {
    hospital.record("engagement.ended", { engagement: `eng-${person}`, reason: "left" });
  }
  hospital.now += 1;
  const answer = hospital.ask("amy", "chart.open", "anna");
  expect(answer.type === "deny" && answer.remedies.map(({ type }) => type)).toEqual([
    "break-glass",
  ]);
});

test("[D3] what was approved is the way forward from then on", () => {
  const { grant } = hospital.request({ person: "amy" });
  approve(grant);
  const refused = hospital.ask("amy", "chart.open", "anna");
  expect(refused.type === "deny" && refused.remedies[0]).toMatchObject({
    type: "start-cover",
    grant,
    lasts: 2 * hour,
  });
  const other = hospital.ask("amy", "chart.open", "olga");
  expect(other.type === "deny" && other.remedies[0]?.type).toBe("request-cover");
});

test("[D3] what begins later is not offered before", () => {
  const from = hospital.now + 3 * hour;
  approve(hospital.request({ person: "amy", from }).grant);
  const types = () => {
    const answer = hospital.ask("amy", "chart.open", "anna");
    return answer.type === "deny" ? answer.remedies.map(({ type }) => type) : [];
  };
  expect(types()).not.toContain("start-cover");
  hospital.now = from;
  expect(types()).toContain("start-cover");
});
