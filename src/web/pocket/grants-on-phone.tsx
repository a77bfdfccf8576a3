import { Button } from "@mantine/core";
import { type ReactNode, useId } from "react";
import type { GrantView } from "../../http/grants-contract.ts";
import { useCoverChoice } from "../shared/cover-scopes.tsx";
import { whatFor } from "../shared/grant-words.ts";
import { Icon } from "../shared/icon.tsx";
import { sayReason } from "../shared/say-server.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime, dayAndTime } from "../shared/zoned.ts";
import styles from "./pocket.module.css";
import type { Aside, Phone } from "./use-phone.ts";

interface GrantsProps {
  readonly phone: Phone;
  readonly grants: readonly GrantView[];
  readonly zone: string;
}

/** Requests that wait for this person's answer: who, why, what it would add, and two large buttons. */
export function WaitingOnPhone({ phone, grants, zone }: GrantsProps): ReactNode {
  const { t, locale, server } = useWords();
  const id = useId();
  if (grants.length === 0) return null;
  return (
    <section className={styles["list"]} aria-labelledby={id}>
      <h2 id={id}>
        {t.grantsWaiting} <span className={styles["count"]}>{grants.length}</span>
      </h2>
      <ul>
        {grants.map((grant) => {
          const { who, words, more, until, from } = grant;
          const end =
            from === undefined ? clockTime(until, zone, locale) : dayAndTime(until, zone, locale);
          return (
            <li key={grant.id} className={styles["note"]} data-testid="waiting">
              <strong>{t.grantAsks(who.name, whatFor({ t, server }, grant))}</strong>
              <p>{sayReason(grant, server)}</p>
              {words !== undefined && <p>{words}</p>}
              <p>{more === 0 ? t.grantNoMore(end) : t.grantMore(more, end)}</p>
              <div className={styles["ways"]}>
                <Button
                  size="lg"
                  aria-label={t.grantApproveOf(who.name)}
                  onClick={() => phone.answer({ grant: grant.id, answer: "approve" })}
                >
                  {t.grantApprove}
                </Button>
                <Button
                  size="lg"
                  variant="default"
                  aria-label={t.grantDenyOf(who.name)}
                  onClick={() => phone.answer({ grant: grant.id, answer: "deny" })}
                >
                  {t.grantDeny}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What the person asked for, may begin, or has for a time. */
export function OwnGrants({ phone, grants, zone }: GrantsProps): ReactNode {
  const { t, locale, server } = useWords();
  const id = useId();
  if (grants.length === 0) return null;
  return (
    <section className={styles["list"]} aria-labelledby={id}>
      <h2 id={id}>{t.grantMine}</h2>
      <ul>
        {grants.map((grant) => (
          <li key={grant.id} className={styles["note"]} data-testid="grant">
            <p>
              {whatFor({ t, server }, grant)} · {t[`grantState_${grant.state}`]}
              {grant.state === "active" &&
                `, ${t.accessEnds(clockTime(grant.until, zone, locale))}`}
            </p>
            <div className={styles["ways"]}>
              {grant.mayStart && (
                <Button size="lg" onClick={() => phone.begin({ grant: grant.id })}>
                  {t.grantStart}
                </Button>
              )}
              {grant.extend !== undefined && (
                <Button size="lg" onClick={() => grant.extend && phone.askFor(grant.extend)}>
                  {t.grantExtend}
                </Button>
              )}
              <Button
                size="lg"
                variant="default"
                onClick={() => phone.giveBack({ grant: grant.id })}
              >
                {grant.state === "pending" ? t.grantWithdraw : t.grantReturn}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why access is asked for, with one touch. */
export function CoverOnPhone(props: {
  readonly phone: Phone;
  readonly aside: Extract<Aside, { readonly type: "cover" }>;
}): ReactNode {
  const { t } = useWords();
  const id = useId();
  const heading = useFocus<HTMLHeadingElement>();
  const { phone, aside } = props;
  const { body, scopes, request } = useCoverChoice(aside.remedy);
  return (
    <section aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {t.coverTitle}
      </h2>
      <p>{body}</p>
      {scopes}
      <div className={styles["ways"]}>
        {aside.remedy.reasons.map(({ code, label }) => (
          <Button key={code} size="lg" onClick={() => phone.askFor(request(code))}>
            {label}
          </Button>
        ))}
        <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={phone.back}>
          {t.back}
        </Button>
      </div>
    </section>
  );
}
