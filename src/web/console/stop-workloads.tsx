import { Button, Group } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { QuarantineView } from "../../http/workloads-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { useDoing } from "./use-doing.ts";
import styles from "./workloads.module.css";

/** What is stopped: one workload, one credential, one instance, or all of a vendor. */
export type StopTarget =
  | { readonly type: "workload"; readonly workload: string }
  | { readonly type: "key"; readonly credential: string }
  | { readonly type: "instance"; readonly workload: string; readonly instance: string }
  | { readonly type: "vendor"; readonly vendor: string };

/** Exactly what stops, what of it goes on, and what depends on it. */
export function StopPreview({ stops }: QuarantineView): ReactNode {
  const { t } = useWords();
  return (
    <ul className={styles["stops"]}>
      {stops.map(
        ({ databaseRoles, left, name, neededBy, stops: keys, weight, whole, workload }) => (
          <li key={workload}>
            <strong>{name}</strong>:{" "}
            {whole ? t.wlStopWhole : t.wlStopPart(keys.length, left.length)}
            {weight === "critical" && <p>{t.wlStopCritical}</p>}
            {weight === "standby" && <p>{t.wlStopStandby}</p>}
            {databaseRoles.length > 0 && <p>{t.wlStopRoles(databaseRoles.length)}</p>}
            {neededBy.length > 0 && <p>{t.wlStopNeeded(neededBy.join(", "))}</p>}
          </li>
        ),
      )}
    </ul>
  );
}

export interface StopWorkloadsProps {
  readonly target: StopTarget;
  readonly onStopped: () => void;
  readonly onClose: () => void;
}

/** Says first exactly what stops, and what depends on it; then stops just that. */
export function StopWorkloads({ onClose, onStopped, target }: StopWorkloadsProps): ReactNode {
  const { t, language } = useWords();
  const [preview, setPreview] = useState<QuarantineView>();
  const [done, setDone] = useState(false);
  const { busy, needsPasskey, run, said } = useDoing();
  const ask = (isMeant: boolean) =>
    askJson<QuarantineView>({
      path: "workloads/stop",
      body: { target, done: isMeant },
      language,
    });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked for once, as the dialog opens.
  useEffect(() => {
    void run(async () => {
      setPreview(await ask(false));
      return "";
    });
  }, []);
  const stop = (): Promise<void> =>
    run(async () => {
      setPreview(await ask(true));
      setDone(true);
      onStopped();
      return t.wlStopped;
    });
  return (
    <Dialog title={t.wlStopTitle} size="36rem" onClose={onClose}>
      {preview !== undefined && <StopPreview {...preview} />}
      <p role="status">{said === "" && !done && preview !== undefined ? t.wlStopNothing : said}</p>
      {needsPasskey && <PasskeyButton onRaised={() => void stop()} />}
      <Group mt="md">
        {!done && preview !== undefined && (
          <Button aria-disabled={busy} onClick={() => busy || void stop()}>
            {t.wlStop}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {done ? t.close : t.cancel}
        </Button>
      </Group>
    </Dialog>
  );
}
