import { Button, Group, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { RegisterArrivalRequest } from "../../../http/bedside-contract.ts";
import { Icon } from "../../shared/icon.tsx";
import { useFocus } from "../../shared/use-focus.ts";
import { useWords } from "../../shared/words.tsx";
import styles from "./notice-panel.module.css";

export interface RegisterPanelProps {
  readonly busy: boolean;
  readonly onRegister: (request: RegisterArrivalRequest) => void;
  readonly onBack: () => void;
}

/** One of a few, by a touch. */
function Choice<Value extends string>(props: {
  readonly label: string;
  readonly chosen: Value;
  readonly of: readonly (readonly [Value, string])[];
  readonly onChoose: (value: Value) => void;
}): ReactNode {
  const { label, chosen, of, onChoose } = props;
  return (
    <Group role="group" aria-label={label} gap="sm">
      {of.map(([value, words]) => (
        <Button
          key={value}
          size="lg"
          variant={value === chosen ? "filled" : "default"}
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
        >
          {words}
        </Button>
      ))}
    </Group>
  );
}

/** Whoever is here, or on the way, and has no chart yet (C9): two touches and it is there. */
export function RegisterPanel({ busy, onRegister, onBack }: RegisterPanelProps): ReactNode {
  const { t } = useWords();
  const heading = useFocus<HTMLHeadingElement>();
  const [why, setWhy] = useState<RegisterArrivalRequest["why"]>("unknown");
  const [sex, setSex] = useState<"" | "F" | "M">("");
  const [bed, setBed] = useState("");
  const register = (): void => {
    const known = sex === "" ? {} : { sex };
    onRegister({ why, ...known, ...(bed.trim() === "" ? {} : { bed: bed.trim() }) });
  };
  return (
    <section className={styles["notice"]} aria-labelledby="register-title">
      <h2 id="register-title" ref={heading} tabIndex={-1}>
        {t.registerTitle}
      </h2>
      <p>{t.registerHint}</p>
      <Choice
        label={t.registerWhy}
        chosen={why}
        of={[
          ["unknown", t.registerUnknown],
          ["expected", t.registerExpected],
        ]}
        onChoose={setWhy}
      />
      <Choice
        label={t.registerSex}
        chosen={sex}
        of={[
          ["", t.registerUnsaid],
          ["F", t.registerWoman],
          ["M", t.registerMan],
        ]}
        onChoose={setSex}
      />
      <TextInput
        label={t.registerBed}
        size="lg"
        value={bed}
        autoComplete="off"
        onChange={(event) => setBed(event.currentTarget.value)}
      />
      <Button size="xl" className={styles["wide"]} loading={busy} onClick={register}>
        {t.registerIt}
      </Button>
      <Button size="lg" variant="default" leftSection={<Icon name="back" />} onClick={onBack}>
        {t.backToPatients}
      </Button>
    </section>
  );
}
