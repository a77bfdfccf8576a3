import { Button, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { ExemptEngagementRequest } from "../../http/people-contract.ts";
import { useWords } from "../shared/words.tsx";
import styles from "./people.module.css";

interface ExemptEngagementProps {
  readonly busy: boolean;
  readonly onExempt: (body: ExemptEngagementRequest) => Promise<void>;
}

/** Lets an engagement be until a day though nobody signs in by it. */
export function ExemptEngagement({ busy, onExempt }: ExemptEngagementProps): ReactNode {
  const { t } = useWords();
  const [last, setLast] = useState("");
  return (
    <div className={styles["inline"]}>
      <p>{t.exemptHint}</p>
      <TextInput
        type="date"
        label={t.exemptLast}
        value={last}
        onChange={(event) => setLast(event.currentTarget.value)}
      />
      <Button
        aria-disabled={busy || last === ""}
        onClick={() => last !== "" && void onExempt({ last })}
      >
        {busy ? t.oneMoment : t.exemptDo}
      </Button>
    </div>
  );
}
