import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { GrantView } from "../../../http/grants-contract.ts";
import { whatFor } from "../../shared/grant-words.ts";
import { useWords, type Words } from "../../shared/words.tsx";
import { clockTime, dayAndTime } from "../../shared/zoned.ts";
import { useSeat } from "../seat/use-seat.tsx";
import styles from "./remarks.module.css";
import type { Attempts } from "./use-attempts.ts";

interface Said extends Pick<Words, "t" | "server" | "locale"> {
  readonly zone: string;
}

function sentence(grant: GrantView, { t, server, locale, zone }: Said): string {
  const what = whatFor({ t, server }, grant);
  const { from, minutes, mayStart, state, until, who, askedBy } = grant;
  if (state === "active") return t.grantActive(what, clockTime(until, zone, locale));
  if (state !== "approved") {
    if (askedBy !== undefined) return t.grantPendingFor(who.name, what);
    if (from === undefined) return t.grantPending(what);
    return t.grantPendingLater(what, dayAndTime(from, zone, locale));
  }
  if (from !== undefined && !mayStart) {
    return t.grantApprovedLater(what, dayAndTime(from, zone, locale));
  }
  return t.grantApproved(what, t.grantMinutes(minutes));
}

/** What the person asked for: what became of it, and the one thing that comes next. */
export function GrantRemarks(props: {
  readonly grants: readonly GrantView[];
  readonly zone: string;
  /** The patient whose chart is open: it says itself until when. */
  readonly open: string | undefined;
  readonly attempts: Attempts;
}): ReactNode {
  const { t, server, locale } = useWords();
  const { store } = useSeat();
  const { grants, zone, open, attempts } = props;
  const shown = grants.filter(
    ({ extend, state, patient }) =>
      state !== "active" || extend !== undefined || patient === undefined || patient.id !== open,
  );
  const remarkOf = (grant: GrantView): ReactNode => (
    <div
      key={grant.id}
      className={styles["remark"]}
      data-kind={grant.state === "pending" ? "quiet" : "amber"}
      data-testid="grant"
      role="status"
    >
      <p>{sentence(grant, { t, server, locale, zone })}</p>
      {grant.mayStart && (
        <Button
          disabled={attempts.busy !== undefined}
          onClick={() => void attempts.attempt({ type: "start-cover", grant: grant.id })}
        >
          {t.grantStart}
        </Button>
      )}
      <More grant={grant} attempts={attempts} />
      <Button variant="default" onClick={() => void store.returnCover({ grant: grant.id })}>
        {grant.state === "pending" ? t.grantWithdraw : t.grantReturn}
      </Button>
    </div>
  );
  // What can be begun stands by itself; of the rest a few do, and more would push the work off a small screen.
  const ready = shown.filter(({ mayStart }) => mayStart);
  const others = shown.filter(({ mayStart }) => !mayStart);
  if (others.length <= few) return shown.map(remarkOf);
  return (
    <>
      {ready.map(remarkOf)}
      <details className={styles["many"]}>
        <summary className={styles["remark"]} data-kind="quiet">
          {t.grantsMany(others.length)}
        </summary>
        {others.map(remarkOf)}
      </details>
    </>
  );
}

/** Asks for the same again from its end on, for the same reason: a new request (X1). */
function More({ grant, attempts }: { grant: GrantView; attempts: Attempts }): ReactNode {
  const { t } = useWords();
  const { extend: request } = grant;
  if (request === undefined) return null;
  return (
    <Button
      disabled={attempts.busy !== undefined}
      onClick={() => void attempts.attempt({ type: "ask-cover", request })}
    >
      {t.grantExtend}
    </Button>
  );
}

/** Requests that are shown without being asked for. */
const few = 2;
