import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { NameSearchRequest, SearchRequest } from "../../../http/bedside-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import styles from "./find-patient.module.css";

export interface FindPatientProps {
  readonly busy: boolean;
  readonly onFind: (asked: SearchRequest | NameSearchRequest) => void;
  /** Absent where nobody is registered: on a phone. */
  readonly onRegister?: () => void;
}

/** Reaches any patient by exact number, or by name and day of birth; the search is recorded (C7). */
export function FindPatient(props: FindPatientProps): ReactNode {
  const { t } = useWords();
  const [byName, setByName] = useState(false);
  return (
    <search className={styles["find"]}>
      {byName ? <ByName {...props} /> : <ByNumber {...props} />}
      <Button
        className={styles["other"]}
        variant="subtle"
        size="compact-md"
        onClick={() => setByName(!byName)}
      >
        {byName ? t.findByNumber : t.findByName}
      </Button>
      {props.onRegister !== undefined && (
        <Button
          className={styles["other"]}
          variant="subtle"
          size="compact-md"
          onClick={props.onRegister}
        >
          {t.registerOpen}
        </Button>
      )}
    </search>
  );
}

function ByNumber({ busy, onFind }: FindPatientProps): ReactNode {
  const { t } = useWords();
  const [number, setNumber] = useState("");
  const [error, setError] = useState<string>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const exact = number.replaceAll(/\s/g, "");
    setError(exact === "" ? t.findEmpty : undefined);
    if (exact === "" || busy) return;
    setNumber("");
    onFind({ number: exact });
  };
  return (
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
  );
}

function ByName({ busy, onFind }: FindPatientProps): ReactNode {
  const { t } = useWords();
  const [family, setFamily] = useState("");
  const [birthDate, setBirthDate] = useState("");
  const [error, setError] = useState<string>();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const isWhole = family.trim() !== "" && birthDate !== "";
    setError(isWhole ? undefined : t.findNameEmpty);
    if (isWhole && !busy) onFind({ family: family.trim(), birthDate });
  };
  return (
    <form onSubmit={submit} autoComplete="off" className={styles["named"]}>
      <TextInput
        label={t.findFamily}
        value={family}
        error={error}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setFamily(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t.findBorn}
        description={t.findNameHint}
        inputWrapperOrder={["label", "input", "error", "description"]}
        value={birthDate}
        onChange={(event) => setBirthDate(event.currentTarget.value)}
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
  );
}
