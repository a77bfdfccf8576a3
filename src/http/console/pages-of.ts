import type { Answer } from "../../access/index.ts";
import { partiesTo } from "../../exceptions/index.ts";
import type { Session } from "../../world/index.ts";
import type { ConsoleMe, ConsolePage } from "../console-contract.ts";
import { phonesOf } from "../phones.ts";
import { mayReviewAccess } from "./campaigns.ts";
import { type Console, mayLook, sceneNow } from "./console-context.ts";
import { mayReceive } from "./list-locums.ts";
import { mayReadPeople } from "./people.ts";
import { mayConfirm } from "./rosters.ts";
import { mayList } from "./sessions.ts";
import { mayWatch } from "./wards.ts";

/** What looking at each page is, in the order in which they are offered. */
const looks: readonly (readonly [ConsolePage, Look])[] = [
  ["records", (context, session) => mayLook(context, session, "log.read")],
  ["feeds", (context, session) => mayLook(context, session, "feed.read")],
  ["parked", (context, session) => mayLook(context, session, "parked.read")],
  ["reviews", mayReview],
  ["access", mayReviewAccess],
  ["notices", (context, session) => mayLook(context, session, "feed.read")],
  ["rosters", mayConfirm],
  ["wards", mayWatch],
  ["sessions", mayList],
  ["applications", (context, session) => mayLook(context, session, "application.read")],
  ["workloads", (context, session) => mayLook(context, session, "workload.read")],
  ["charts", (context, session) => mayLook(context, session, "chart.list")],
  ["locums", mayReceive],
  ["people", mayReadPeople],
  ["held", (context, session) => mayLook(context, session, "person.read")],
  ["badges", (context, session) => mayLook(context, session, "badge.issue")],
  ["rehearsals", (context, session) => mayLook(context, session, "rehearsal.read")],
  ["observed", (context, session) => mayLook(context, session, "rehearsal.read")],
  ["desk", (context, session) => mayLook(context, session, "passkey.enrol")],
];

/** Undefined: there is nothing to look at. */
type Look = (context: Console, session: Session) => Answer | undefined;

/** Some look at all, others at those that nobody looked at in time (X15). */
function mayReview(context: Console, session: Session): Answer {
  const all = mayLook(context, session, "review.read");
  return all.type === "permit" ? all : mayLook(context, session, "review.take-over");
}

/** Work, offered to those whose work it is: that it is not somebody's needs no words. */
const work: readonly ConsolePage[] = [
  "reviews",
  "access",
  "rosters",
  "wards",
  "charts",
  "locums",
  "people",
  "held",
  "sessions",
  "badges",
  "desk",
];

/** Requests are shown to those who answer, to those who review, and to whoever has asked for something. */
function hasRequests(context: Console, { id, person }: Session): boolean {
  const { bundle, world } = sceneNow(context);
  const { approvers, escalation } = bundle.grants;
  const answers = world.rolesByPerson.get(person).some((held) => {
    const role = world.roles.get(held)?.role ?? "";
    return approvers.has(role) || escalation.has(role);
  });
  if (answers || world.grantsByPerson.get(person).length > 0) return true;
  const ended = [...world.endedGrants.values()];
  if (ended.some((grant) => partiesTo(grant).includes(person))) return true;
  const session = world.sessions.get(id);
  return session !== undefined && mayLook(context, session, "review.read").type === "permit";
}

/** A page that a passkey opens is offered: the way forward stands on it (A2). */
function isOpen(answer: Answer): boolean {
  return (
    answer.type === "permit" ||
    answer.remedies.some((way) => way.type === "step-up" && way.level > 2)
  );
}

/** One's own phones are one's own to end; everybody's are for those who look after safety. */
function hasPhones(context: Console, session: Session): boolean {
  const own = phonesOf(context.deps.app.world(), session.person);
  return own.length > 0 || mayLook(context, session, "device.end").type === "permit";
}

/** The pages that the session's person may open now, and why not the others. */
export function pagesOf(context: Console, session: Session): Pick<ConsoleMe, "pages" | "refusal"> {
  const asked = looks.flatMap(([page, look]) => {
    const answer = look(context, session);
    return answer === undefined ? [] : [{ page, answer }];
  });
  const open = asked.filter(({ answer }) => isOpen(answer)).map(({ page }) => page);
  const pages = [
    ...open,
    ...(hasRequests(context, session) ? ["grants" as const] : []),
    ...(hasPhones(context, session) ? ["phones" as const] : []),
  ];
  const denials = asked.flatMap(({ page, answer }) =>
    answer.type === "deny" && !work.includes(page) && !isOpen(answer) ? [answer] : [],
  );
  if (denials.length === 0) return { pages };
  const each = (texts: readonly string[]) => [...new Set(texts)];
  return {
    pages,
    refusal: {
      reasons: each(denials.flatMap(({ reasons }) => reasons)),
      advice: each(denials.flatMap(({ advice }) => advice.map(({ text }) => text))),
    },
  };
}
