import { Button, Group } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { StandingReply, StandingView } from "../../http/standing-contract.ts";
import type { Messages } from "../messages/en.ts";
import { whatFor } from "../shared/grant-words.ts";
import { useWords, type Words } from "../shared/words.tsx";
import { clockTime, dayAndTime } from "../shared/zoned.ts";
import styles from "./grants.module.css";
import { askJson } from "./requests.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

/** Why, in words. */
const becauses: Readonly<Record<StandingView["because"], (t: Messages) => string>> = {
  renewed: (t) => t.standingRenewed,
  "too-long": (t) => t.standingTooLong,
  unused: (t) => t.standingUnused,
};

/** What somebody has, in a few words. */
function whatOf({ grant, patient, wardName }: StandingView, words: Words): string {
  if (grant !== undefined) return whatFor(words, grant);
  const { t } = words;
  return t.standingGlass(patient?.name ?? t.grantSomePatient, wardName ?? t.reviewNoWard);
}

type Act = "confirm" | "end";

interface OneProps {
  readonly one: StandingView;
  readonly busy: boolean;
  readonly onAct: (one: StandingView, act: Act) => void;
}

/** One of them: who has what, why it is here, when it ends, and what may be done. */
function One({ one, busy, onAct }: OneProps): ReactNode {
  const words = useWords();
  const { t, locale } = words;
  const { zone } = useConsole();
  const { because, confirmedUntil, ends, grant, mayConfirm, mayEnd, since, who } = one;
  const after =
    grant === undefined
      ? t.standingRenewable
      : confirmedUntil > ends
        ? t.standingConfirmed(dayAndTime(confirmedUntil, zone, locale))
        : "";
  return (
    <li className={styles["waiting"]} data-testid="standing">
      <div>
        <strong>{t.standingHas(who.name, whatOf(one, words))}</strong>
        <p>
          {becauses[because](t)} · {t.standingSince(dayAndTime(since, zone, locale))}
        </p>
        <p className={styles["difference"]}>
          {t.standingEnds(clockTime(ends, zone, locale))}
          {after}
        </p>
      </div>
      {(mayConfirm || mayEnd) && (
        <Group>
          {mayConfirm && (
            <Button
              aria-label={t.grantEndOf(t.standingConfirm, who.name)}
              aria-disabled={busy}
              onClick={() => onAct(one, "confirm")}
            >
              {t.standingConfirm}
            </Button>
          )}
          {mayEnd && (
            <Button
              variant="default"
              aria-label={t.grantEndOf(t.grantRevoke, who.name)}
              aria-disabled={busy}
              onClick={() => onAct(one, "end")}
            >
              {t.grantRevoke}
            </Button>
          )}
        </Group>
      )}
    </li>
  );
}

/** Access for a time that would become standing access (X7); nothing where there is none. */
export function Standing(): ReactNode {
  const { t, language } = useWords();
  const { listen } = useConsole();
  const { answer, again } = useAsked<StandingReply>("standing", 15_000);
  const { busy, said, run } = useDoing();
  const [left, setLeft] = useState<StandingReply>();
  useEffect(() => listen(({ kind }) => kind.startsWith("review.") && again()), [listen, again]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the server said last is what there is.
  useEffect(() => setLeft(undefined), [answer]);
  const act = ({ id }: StandingView, what: Act): Promise<void> =>
    run(async () => {
      const path = `standing/${encodeURIComponent(id)}/${what}`;
      setLeft(await askJson<StandingReply>({ path, body: {}, language }));
      again();
      return what === "confirm" ? t.standingConfirmedDone : t.standingEndedDone;
    });
  const standing = (left ?? answer)?.standing ?? [];
  return (
    <>
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {standing.length > 0 && (
        <section aria-label={t.standing}>
          <h2>{t.standing}</h2>
          <p>{t.standingHint}</p>
          <ul className={styles["list"]}>
            {standing.map((one) => (
              <One key={one.id} one={one} busy={busy} onAct={(of, what) => void act(of, what)} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
