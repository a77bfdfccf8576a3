import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shippedBundle } from "../../tests/support/shipped-bundle.ts";
import type { Bundle } from "../access/index.ts";
import { retire } from "../world/index.ts";
import {
  activateGrant,
  answerGrant,
  type GrantWish,
  grantsOver,
  returnGrant,
  revokeGrant,
} from "./index.ts";
import { day, Hospital, hour, minute } from "./test-support.ts";

let bundle: Bundle;
let hospital: Hospital;
beforeAll(async () => {
  bundle = await shippedBundle();
});
beforeEach(() => {
  hospital = new Hospital(bundle);
});

const running = (wish: Partial<GrantWish> & { readonly person: string } = { person: "amy" }) => {
  const { grant } = hospital.request(wish);
  hospital.append(answerGrant(hospital.granting, { grant, approver: "sue", answer: "approve" }));
  hospital.append(activateGrant(hospital.granting, { grant, person: wish.person }));
  return grant;
};
const open = (person: string, patient: string) =>
  hospital.record("session.focused", { session: `ses-${person}`, patient });
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "none";
};
const over = () => {
  const records = grantsOver(bundle, hospital.world, hospital.now);
  hospital.append(records);
  return records.map(({ kind }) => kind);
};

describe("[X4] ending a grant ends what was opened with it", () => {
  test("given back: the chart closes in the same batch, and nothing is open by it", () => {
    const grant = running();
    open("amy", "anna");
    const records = returnGrant(hospital.granting, { grant, person: "amy" });
    expect(records.map(({ kind }) => kind)).toEqual(["grant.returned", "session.focused"]);
    hospital.append(records);
    expect(hospital.world.sessions.get("ses-amy")?.patient).toBeUndefined();
    expect(hospital.ask("amy", "chart.open", "anna").type).toBe("deny");
    expect(hospital.world.endedGrants.get(grant)?.state).toBe("returned");
  });

  test("a chart that is open by other right stays", () => {
    const grant = running();
    open("amy", "kow");
    const records = returnGrant(hospital.granting, { grant, person: "amy" });
    expect(records.map(({ kind }) => kind)).toEqual(["grant.returned"]);
    const other = running({ person: "ben" });
    running({ person: "ben", kind: "ward", ward: "6A" });
    open("ben", "anna");
    const one = returnGrant(hospital.granting, { grant: other, person: "ben" });
    expect(one.map(({ kind }) => kind)).toEqual(["grant.returned"]);
  });

  test("taken back by one who answers, not by a party to it; a parked session's chart closes too", () => {
    const grant = running();
    open("amy", "anna");
    hospital.record("session.parked", { reason: "lock", session: "ses-amy" });
    const revoke = (approver: string) => revokeGrant(hospital.granting, { grant, approver });
    expect(codeOf(() => revoke("amy"))).toBe("own-request");
    expect(revoke("sam").map(({ kind }) => kind)).toEqual(["grant.revoked", "session.focused"]);
    hospital.append(revoke("sam"));
    expect(codeOf(() => revoke("sam"))).toBe("grant-over");
  });

  test("its time over: said once, and the chart closes with it", () => {
    running();
    open("amy", "anna");
    hospital.now += 2 * hour;
    expect(over()).toEqual(["grant.expired", "session.focused"]);
    expect(over()).toEqual([]);
  });

  test("[L1] the engagement over: taken back", () => {
    running();
    open("amy", "anna");
    hospital.record("engagement.ended", { engagement: "eng-amy", reason: "left" });
    hospital.now += 1;
    expect(over()).toEqual(["grant.revoked", "session.focused"]);
  });

  test("nobody gives back what is somebody else's, or has ended", () => {
    const grant = running();
    const give = (person: string) => returnGrant(hospital.granting, { grant, person });
    expect(codeOf(() => give("ben"))).toBe("grant-not-yours");
    hospital.append(give("amy"));
    expect(codeOf(() => give("amy"))).toBe("grant-over");
    expect(codeOf(() => returnGrant(hospital.granting, { grant: "gnt-none", person: "amy" }))).toBe(
      "grant-unknown",
    );
  });

  test("a request is taken back by whoever asked for it", () => {
    const askedBy = { type: "person", id: "wim" } as const;
    const { grant } = hospital.request({ person: "phil", askedBy });
    expect(codeOf(() => returnGrant(hospital.granting, { grant, person: "wim" }))).toBe("none");
  });
});

describe("what nobody answers or begins", () => {
  test("is put to others after three minutes, and lapses after thirty", () => {
    hospital.request({ person: "amy" });
    expect(over()).toEqual([]);
    hospital.now += 3 * minute;
    expect(over()).toEqual(["grant.escalated"]);
    expect(over()).toEqual([]);
    hospital.now += 27 * minute;
    expect(over()).toEqual(["grant.lapsed"]);
    expect(hospital.world.grants.size).toBe(0);
  });

  test("lapses an hour after it could have begun", () => {
    const { grant } = hospital.request({ person: "amy" });
    hospital.append(answerGrant(hospital.granting, { grant, approver: "sue", answer: "approve" }));
    hospital.now += hour - 1;
    expect(over()).toEqual([]);
    hospital.now += 1;
    expect(over()).toEqual(["grant.lapsed"]);
  });
});

test("[X5] what has ended stays visible for thirty days, with how, and is then only in the log", () => {
  const grant = running();
  hospital.append(returnGrant(hospital.granting, { grant, person: "amy" }));
  const ended = hospital.now;
  hospital.now = ended + 30 * day - 1;
  const settled = () =>
    retire(hospital.world, hospital.now, 1000).filter(({ kind }) => kind === "grant.settled");
  expect(settled()).toEqual([]);
  expect(hospital.world.endedGrants.get(grant)).toMatchObject({
    state: "returned",
    endedAt: ended,
    until: ended + 2 * hour,
  });
  hospital.now += 1;
  expect(settled()).toHaveLength(1);
  hospital.append(settled());
  expect(hospital.world.endedGrants.size).toBe(0);
});
