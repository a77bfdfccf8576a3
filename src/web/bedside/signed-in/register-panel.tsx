import { Button, SegmentedControl, TextInput } from "@mantine/core";
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

/** Whoever is here, or on the way, and has no chart yet (C9): two touches and it is there. */
export function RegisterPanel({ busy, onRegister, onBack }: RegisterPanelProps): ReactNode {
  const { t } = useWords();
  const heading = useFocus<HTMLHeadingElement>();
  const [why, setWhy] = useState<RegisterArrivalRequest["why"]>("unknown");
  const [sex, setSex] = useState("");
  const [bed, setBed] = useState("");
  const register = (): void => {
    const known = sex === "F" || sex === "M" ? ({ sex } as const) : {};
    onRegister({ why, ...known, ...(bed.trim() === "" ? {} : { bed: bed.trim() }) });
  };
  return (
    <section className={styles["notice"]} aria-labelledby="register-title">
      <h2 id="register-title" ref={heading} tabIndex={-1}>
        {t.registerTitle}
      </h2>
      <p>{t.registerHint}</p>
      <SegmentedControl
        aria-label={t.registerWhy}
        size="lg"
        value={why}
        data={[
          { value: "unknown", label: t.registerUnknown },
          { value: "expected", label: t.registerExpected },
        ]}
        onChange={(value) => setWhy(value === "expected" ? "expected" : "unknown")}
      />
      <SegmentedControl
        aria-label={t.registerSex}
        size="lg"
        value={sex}
        data={[
          { value: "", label: t.registerUnsaid },
          { value: "F", label: t.registerWoman },
          { value: "M", label: t.registerMan },
        ]}
        onChange={setSex}
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
