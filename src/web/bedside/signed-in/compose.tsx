import { Button, Textarea } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useEffect, useState } from "react";
import type { ActionView, PatientView } from "../../../http/contract.ts";
import { Choose } from "../../shared/choose.tsx";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";
import type { Attempt } from "./attempt.ts";
import styles from "./compose.module.css";
import { Slow } from "./slow.tsx";

export interface ComposeProps {
  readonly patient: PatientView;
  readonly action: ActionView;
  readonly busy: boolean;
  readonly onPlace: (attempt: Attempt) => void;
  readonly onBack: () => void;
}

/** Writes the text of one action. The text is kept until it is placed, or until the screen locks. */
export function Compose({ patient, action, busy, onPlace, onBack }: ComposeProps): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const field = useFocus<HTMLTextAreaElement>();
  // What was given back is gone on with, not put behind what is typed next.
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(end, end);
  }, [field]);
  const place = { patient: patient.id, action: action.action };
  const [text, setText] = useState(() => store.drafts().read(place).text);
  const [error, setError] = useState<string>();
  const { performers } = action;
  const [chosen, choose] = useState<string>();
  const only = performers?.length === 1 ? performers[0] : undefined;
  const performer = performers?.find(({ id }) => id === chosen) ?? only;
  const change = (next: string): void => {
    setText(next);
    setError(undefined);
    store.drafts().write(place, next);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text.trim() === "") setError(t.composeEmpty);
    else if (performers !== undefined && performer === undefined) setError(t.performerMissing);
    else if (!busy) {
      const asks = action.asks === undefined ? {} : { asks: action.asks };
      const by = performer === undefined ? {} : { performer: performer.id };
      const { key } = store.drafts().read(place);
      onPlace({ type: "act", ...place, text, key, ...asks, ...by });
    }
  };
  return (
    <form className={styles["compose"]} onSubmit={submit} autoComplete="off">
      <h2>{action.label}</h2>
      <Textarea
        aria-label={t.composeText(action.label)}
        ref={field}
        spellCheck={false}
        rows={7}
        value={text}
        error={error}
        readOnly={busy}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {performers !== undefined && (
        <Choose
          label={t.performedBy}
          labelled
          value={performer?.id ?? ""}
          choices={[
            ...(performer === undefined ? [{ value: "", label: "–" }] : []),
            ...performers.map(({ id, name, role }) => ({ value: id, label: `${name}, ${role}` })),
          ]}
          onChoose={(id) => {
            choose(id);
            setError(undefined);
          }}
        />
      )}
      {action.asks !== undefined && (
        <p className={styles["kept"]}>{action.asks === "sign" ? t.signNext : t.witnessNext}</p>
      )}
      <p className={styles["kept"]}>{t.composeKept}</p>
      {/* The patient's name is on the button: what is placed is placed on somebody (S8). */}
      <Button type="submit" size="xl" className={styles["place"]} aria-disabled={busy}>
        {performer === undefined
          ? t.composePlace(action.label, patient.name)
          : t.recordPlace(action.label, patient.name, performer.name)}
      </Button>
      {busy && <Slow words={t.composePlacing} />}
      <Button
        variant="subtle"
        size="lg"
        leftSection={<Icon name="back" />}
        disabled={busy}
        onClick={onBack}
      >
        {t.composeBack}
      </Button>
    </form>
  );
}
