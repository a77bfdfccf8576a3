import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import styles from "./find-patient.module.css";

export interface FindPatientProps {
  readonly busy: boolean;
  readonly onFind: (number: string) => void;
}

/** Reaches any patient by exact number; the search is recorded (C7). */
export function FindPatient({ busy, onFind }: FindPatientProps): ReactNode {
  const { t } = useWords();
  const [number, setNumber] = useState("");
  const [error, setError] = useState<string>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const exact = number.replaceAll(/\s/g, "");
    setError(exact === "" ? t.findEmpty : undefined);
    if (exact === "" || busy) return;
    setNumber("");
    onFind(exact);
  };
  return (
    <search className={styles["find"]}>
      <form onSubmit={submit} autoComplete="off">
        <TextInput
          label={t.findPatient}
          description={t.findHint}
          inputWrapperOrder={["label", "input", "error", "description"]}
          value={number}
          error={error}
          autoComplete="off"
          spellCheck={false}
          inputMode="numeric"
          onChange={(event) => setNumber(event.currentTarget.value)}
          rightSectionWidth="7rem"
          rightSection={
            <Button
              type="submit"
              className={styles["button"]}
              leftSection={<Icon name="search" size={1} />}
            >
              {busy ? t.finding : t.find}
            </Button>
          }
        />
      </form>
    </search>
  );
}
