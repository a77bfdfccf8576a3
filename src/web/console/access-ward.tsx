import { Button, Group, NativeSelect } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { AccessView, CampaignWardView } from "../../http/campaigns-contract.ts";
import type { PersonView } from "../../http/contract.ts";
import { sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import { asWords, becauseWords } from "./access-words.ts";
import styles from "./grants.module.css";
import { useConsole } from "./use-console.tsx";

/** What can be done in a ward of a review. */
export interface WardActs {
  readonly busy: boolean;
  readonly confirm: (ward: CampaignWardView) => void;
  readonly decide: (item: AccessView, outcome: "confirmed" | "ended") => void;
  readonly delegate: (ward: CampaignWardView, to: PersonView) => void;
}

interface WardProps {
  readonly ward: CampaignWardView;
  readonly acts: WardActs;
}

/** What is as usual: whose it is, and one button for all of it. */
function Ordinary({ ward, acts }: WardProps): ReactNode {
  const { t, server } = useWords();
  const { ordinary, ordinaryOf, wardName } = ward;
  const more = ordinary - ordinaryOf.length;
  const names = ordinaryOf.map(({ name, role }) => `${name} (${sayRole(role, server)})`);
  return (
    <div className={styles["waiting"]} data-testid="ordinary">
      <div>
        <strong>{t.accessOrdinary(ordinary)}</strong>
        <p>{t.accessOrdinaryHint}</p>
        <p>{[...names, ...(more > 0 ? [t.accessMore(more)] : [])].join(", ")}</p>
      </div>
      <Button
        aria-label={t.accessConfirmAllOf(ordinary, wardName)}
        aria-disabled={acts.busy}
        onClick={() => acts.confirm(ward)}
      >
        {t.accessConfirmAll(ordinary)}
      </Button>
    </div>
  );
}

/** One that is not: why, when it was last used, and whether it goes on. */
function Exceptional({
  item,
  acts,
}: {
  readonly item: AccessView;
  readonly acts: WardActs;
}): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const { because, peers, to, usedAt, who } = item;
  const role = sayRole(item.role, server);
  const why = because.map((one) => becauseWords[one](t));
  if (peers !== undefined) why.push(t.accessPeers(peers.have, peers.of));
  const used =
    usedAt === undefined ? t.accessNeverUsed : t.accessUsed(dayAndTime(usedAt, zone, locale));
  const ends = t.accessEndsBy(dayAndTime(to, zone, locale));
  return (
    <li className={styles["waiting"]} data-testid="exceptional">
      <div>
        <strong>
          {who.name}, {role}
        </strong>
        {why.length > 0 && <p>{why.join("; ")}</p>}
        <p className={styles["difference"]}>
          {used} · {ends}
        </p>
      </div>
      <Group>
        <Button
          aria-label={t.accessActOf(t.accessKeep, who.name, role)}
          aria-disabled={acts.busy}
          onClick={() => acts.decide(item, "confirmed")}
        >
          {t.accessKeep}
        </Button>
        <Button
          variant="default"
          aria-label={t.accessActOf(t.accessEnd, who.name, role)}
          aria-disabled={acts.busy}
          onClick={() => acts.decide(item, "ended")}
        >
          {t.accessEnd}
        </Button>
      </Group>
    </li>
  );
}

function Delegate({ ward, acts }: WardProps): ReactNode {
  const { t } = useWords();
  const [chosen, setChosen] = useState("");
  const to = ward.delegates.find(({ id }) => id === chosen) ?? ward.delegates[0];
  if (to === undefined) return null;
  return (
    <Group align="end">
      <NativeSelect
        label={t.accessAsk}
        value={to.id}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={ward.delegates.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button variant="default" aria-disabled={acts.busy} onClick={() => acts.delegate(ward, to)}>
        {t.accessAskButton}
      </Button>
    </Group>
  );
}

/** What is left to decide in one ward. */
export function AccessWard({ ward, acts }: WardProps): ReactNode {
  const { t } = useWords();
  const { as, delegate, exceptional, ordinary, others, wardName } = ward;
  return (
    <section aria-label={wardName}>
      <h3>{wardName}</h3>
      <p>{asWords[as](t)}</p>
      {delegate !== undefined && as === "manager" && <p>{t.accessAsked(delegate.name)}</p>}
      {ordinary > 0 && <Ordinary ward={ward} acts={acts} />}
      {exceptional.length > 0 && (
        <>
          <h4>{t.accessExceptional}</h4>
          <ul className={styles["list"]}>
            {exceptional.map((item) => (
              <Exceptional key={item.assignment} item={item} acts={acts} />
            ))}
          </ul>
        </>
      )}
      {others > 0 && <p>{t.accessOthers(others)}</p>}
      {as === "manager" && <Delegate ward={ward} acts={acts} />}
    </section>
  );
}
