import { Button, Group } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { QuarantineView, RetiredView } from "../../http/workloads-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { askJson } from "./requests.ts";
import { StopPreview } from "./stop-workloads.tsx";
import { useDoing } from "./use-doing.ts";
import styles from "./workloads.module.css";

export interface RetireWorkloadProps {
  readonly id: string;
  readonly retire: () => Promise<RetiredView>;
  readonly onRetired: () => void;
  readonly onClose: () => void;
}

/** Says first what stops with a workload; then ends it, and shows by what each of its credentials is refused. */
export function RetireWorkload({ id, onClose, onRetired, retire }: RetireWorkloadProps): ReactNode {
  const { t, language } = useWords();
  const [preview, setPreview] = useState<QuarantineView>();
  const [proof, setProof] = useState<RetiredView>();
  const { busy, run, said } = useDoing();
  useEffect(() => {
    const target = { type: "workload", workload: id };
    // Of what is stopped already there is nothing to show.
    askJson<QuarantineView>({ path: "workloads/stop", body: { target, done: false }, language })
      .then(setPreview)
      .catch(() => setPreview({ stops: [] }));
  }, [id, language]);
  const end = (): Promise<void> =>
    run(async () => {
      setProof(await retire());
      onRetired();
      return "";
    });
  return (
    <Dialog title={t.wlRetireTitle} size="36rem" onClose={onClose}>
      {proof === undefined && <p>{t.wlRetireHint}</p>}
      {proof === undefined && preview !== undefined && <StopPreview {...preview} />}
      <div role="status">
        {said !== "" && <p>{said}</p>}
        {proof !== undefined && (
          <>
            <p>{t.wlRetired(proof.position)}</p>
            {proof.refused.length === 0 && <p>{t.wlNoCredentials}</p>}
            <ul className={styles["stops"]}>
              {proof.refused.map(({ credential, kind, why }) => (
                <li key={credential}>
                  {credential} ({t.wlKindSaid(kind)}):{" "}
                  {why === undefined ? t.wlNotRefused : t.wlRefused(why)}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Group mt="md">
        {proof === undefined && (
          <Button aria-disabled={busy} onClick={() => busy || void end()}>
            {t.wlRetire}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {proof === undefined ? t.cancel : t.close}
        </Button>
      </Group>
    </Dialog>
  );
}
