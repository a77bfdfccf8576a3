import { Button, Textarea } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { PatientView } from "../../http/contract.ts";
import { Icon } from "../shared/icon.tsx";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import styles from "./pocket.module.css";
import type { Phone } from "./use-phone.ts";

export interface NoteOnPhoneProps {
  readonly phone: Phone;
  readonly patient: PatientView;
}

/** Writes a note to the chart that is open: what a visit by telephone or video ends with (C5). */
export function NoteOnPhone({ phone, patient }: NoteOnPhoneProps): ReactNode {
  const { t } = useWords();
  const [writing, setWriting] = useState(() => phone.notes.read(patient.id).text !== "");
  if (!writing) {
    return (
      <Button size="lg" variant="default" onClick={() => setWriting(true)}>
        {t.noteWrite}
      </Button>
    );
  }
  return <NoteForm phone={phone} patient={patient} onEnd={() => setWriting(false)} />;
}

function NoteForm({
  phone,
  patient,
  onEnd,
}: NoteOnPhoneProps & { readonly onEnd: () => void }): ReactNode {
  const { t } = useWords();
  const field = useFocus<HTMLTextAreaElement>();
  const { busy, notes } = phone;
  const [text, setText] = useState(() => notes.read(patient.id).text);
  const [error, setError] = useState<string>();
  const change = (next: string): void => {
    setText(next);
    setError(undefined);
    notes.write(patient.id, next);
  };
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (text.trim() === "") setError(t.composeEmpty);
    else phone.writeNote({ patient: patient.id, ...notes.read(patient.id) }, onEnd);
  };
  return (
    <form className={styles["ways"]} onSubmit={submit} autoComplete="off">
      <Textarea
        size="lg"
        label={t.noteAbout(patient.name)}
        ref={field}
        spellCheck={false}
        rows={6}
        value={text}
        error={error}
        readOnly={busy}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {/* The patient's name is on the button: what is written is written about somebody (S8). */}
      <Button type="submit" size="lg" leftSection={<Icon name="check" />} aria-disabled={busy}>
        {t.notePlace(patient.name)}
      </Button>
    </form>
  );
}
