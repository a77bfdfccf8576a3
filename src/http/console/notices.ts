import type { Session } from "../../world/index.ts";
import type { NameBook } from "../names.ts";
import { withNames } from "../names.ts";
import { personOf, readNotices, targetOf, type WaitingNotice } from "../notices/index.ts";
import type { NoticesReply, NoticeView } from "../notices-contract.ts";
import { type Console, requireLook } from "./console-context.ts";

/** What is shown at once; the rest comes once these have arrived. */
const most = 200;

/**
 * Where notifications go, and those that did not arrive: why, and when they are tried next (X12).
 *
 * @throws HttpError `refused`
 */
export async function listNotices(context: Console, session: Session): Promise<NoticesReply> {
  await requireLook(context, session, "feed.read");
  const { app, told } = context.deps;
  const all = await readNotices(app.side);
  const failing = all
    .filter(({ notice }) => notice.tries > 0)
    .toSorted((a, b) => b.notice.at - a.notice.at)
    .slice(0, most);
  const views = await withNames(app.side, app.world, (names) =>
    failing.map((waiting) => viewOf(waiting, names)),
  );
  const waiting = all.filter(({ notice }) => notice.tries === 0).length;
  return { targets: told ?? [], waiting, failing: views };
}

function viewOf({ key, notice }: WaitingNotice, names: NameBook): NoticeView {
  const { at, kind, next, over, tries, why = "" } = notice;
  const person = personOf(key);
  const target = targetOf(key);
  return {
    id: key.key,
    kind,
    to: person === undefined ? target.replace(/^hook-/, "") : names.person(person).name,
    target,
    at,
    tries,
    why,
    ...(over === true ? {} : { next }),
  };
}
