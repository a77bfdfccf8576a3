import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  ExtendEngagementRequest,
  PersonReply,
  SuspendEngagementRequest,
} from "../../http/people-contract.ts";
import { Choose } from "../shared/choose.tsx";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { EndEngagement } from "./end-engagement.tsx";
import type { EngagementCardProps } from "./engagement-card.tsx";
import { ExemptEngagement } from "./exempt-engagement.tsx";
import { MoveEngagement } from "./move-engagement.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import styles from "./people.module.css";
import { peopleWords } from "./people-words.ts";
import { ask, askJson } from "./requests.ts";
import { Sure } from "./sure.tsx";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

type Open = "extend" | "exempt" | "move" | "suspend" | "end" | undefined;

/** What may be done about an engagement: each says first what will stop. Only what the policy permits is offered. */
export function EngagementActs({ engagement, onDone, who }: EngagementCardProps): ReactNode {
  const { t, language, locale } = useWords();
  const { zone } = useConsole();
  const { busy, said, needsPasskey, run } = useDoing();
  const [open, setOpen] = useState<Open>();
  const [last, setLast] = useState("");
  const [why, setWhy] = useState<SuspendEngagementRequest["reason"]>("leave");
  const { ended, id, may, to, type } = engagement;
  const what = `${peopleWords(t).engagementTypes[type]}, ${dayOf(to - 1, zone, locale)}`;
  const path = `people/${encodeURIComponent(who.id)}/engagements/${encodeURIComponent(id)}`;
  const act = (name: string, body: object, words: (next: PersonReply) => string) =>
    run(async () => {
      const next = await askJson<PersonReply>({ path: `${path}/${name}`, body, language });
      setOpen(undefined);
      onDone(words(next), next);
      return "";
    });
  const extend = () => {
    const body: ExtendEngagementRequest = { last };
    return act("extend", body, ({ engagements }) => {
      const moved = engagements.find((one) => one.id === id)?.to ?? to;
      return t.extended(dayOf(moved - 1, zone, locale));
    });
  };
  const suspend = () => act("suspend", { reason: why }, () => t.suspended(who.name));
  const save = () =>
    run(async () => {
      const response = await ask({ path: `${path}/receipt`, language });
      const file = `access-ended-${id}.json`;
      saveAs(file, await response.text());
      onDone(t.receiptSaved(file));
      return "";
    });
  const toggle = (name: Open) => () => setOpen(open === name ? undefined : name);
  return (
    <div className={styles["acts"]}>
      {may.extend && <Offered label={t.engagementExtend} what={what} onChoose={toggle("extend")} />}
      {may.move && <Offered label={t.engagementMove} what={what} onChoose={toggle("move")} />}
      {may.suspend && (
        <Offered label={t.engagementSuspend} what={what} onChoose={toggle("suspend")} />
      )}
      {may.suspend && (
        <Offered label={t.engagementExempt} what={what} onChoose={toggle("exempt")} />
      )}
      {may.resume && (
        <Button
          aria-disabled={busy}
          onClick={() => void act("resume", {}, () => t.resumed(who.name))}
        >
          {t.engagementResume}
        </Button>
      )}
      {may.end && <Offered label={t.engagementEnd} what={what} onChoose={toggle("end")} />}
      {may.reinstate && (
        <Sure
          label={t.engagementReinstate}
          whose={what}
          what={t.reinstateWhat(who.name)}
          onSure={() => void act("reinstate", {}, () => t.reinstated(who.name))}
        />
      )}
      {ended?.receipt === true && (
        <Button
          variant="default"
          aria-disabled={busy}
          aria-label={`${t.receipt}: ${what}`}
          onClick={() => void save()}
        >
          {t.receipt}
        </Button>
      )}
      {open === "extend" && (
        <div className={styles["inline"]}>
          <p>{t.extendHint}</p>
          <TextInput
            type="date"
            label={t.extendLast}
            value={last}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
          <Button aria-disabled={busy || last === ""} onClick={() => last !== "" && void extend()}>
            {busy ? t.oneMoment : t.extendDo}
          </Button>
        </div>
      )}
      {open === "suspend" && (
        <div className={styles["inline"]}>
          <p>{t.suspendWhat(who.name)}</p>
          <Choose
            label={t.suspendWhy}
            labelled
            value={why}
            choices={suspensions.map((value) => ({
              value,
              label: peopleWords(t).suspendReasons[value],
            }))}
            onChoose={(value) => setWhy(suspensions.find((reason) => reason === value) ?? "other")}
          />
          <Button aria-disabled={busy} onClick={() => void suspend()}>
            {busy ? t.oneMoment : t.engagementSuspend}
          </Button>
          <Button variant="default" onClick={() => setOpen(undefined)}>
            {t.cancel}
          </Button>
        </div>
      )}
      {open === "exempt" && (
        <ExemptEngagement
          busy={busy}
          onExempt={(body) =>
            act("exempt", body, ({ engagements }) => {
              const until = engagements.find((one) => one.id === id)?.exempt ?? to;
              return t.exempted(dayOf(until - 1, zone, locale));
            })
          }
        />
      )}
      {open === "move" && (
        <MoveEngagement
          path={`${path}/move`}
          who={who}
          busy={busy}
          said={said}
          onMove={(body) => act("move", body, () => t.moved(who.name))}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === "end" && (
        <EndEngagement
          path={`${path}/end`}
          who={who}
          what={what}
          onEnd={(reason) => act("end", { reason }, () => t.ended(who.name))}
          onClose={() => setOpen(undefined)}
          busy={busy}
          said={said}
        />
      )}
      <div role="alert" className={desk["said"]}>
        {open === "end" || open === "move" ? "" : said}
      </div>
      {needsPasskey && <PasskeyButton onRaised={() => setOpen(open)} />}
    </div>
  );
}

interface OfferedProps {
  readonly label: string;
  /** The engagement, in words. */
  readonly what: string;
  readonly onChoose: () => void;
}

/** An act that is offered. */
function Offered({ label, onChoose, what }: OfferedProps): ReactNode {
  return (
    <Button variant="default" aria-label={`${label}: ${what}`} onClick={onChoose}>
      {label}
    </Button>
  );
}

const suspensions = ["leave", "concern", "registration", "other"] as const;

/** Gives the browser a file that the page holds. */
function saveAs(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
