import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { EndPhoneRequest } from "../../http/pocket-contract.ts";
import { Dialog } from "./dialog.tsx";
import { useWords } from "./words.tsx";

export interface EndPhoneProps {
  readonly platform: string;
  /** By name; absent: one's own. */
  readonly whose: string | undefined;
  readonly busy: boolean;
  readonly onEnd: (why: EndPhoneRequest["why"]) => void;
  readonly onClose: () => void;
}

/** Says first what will stop, and for whom; then ends a phone for good. */
export function EndPhone({ platform, whose, busy, onEnd, onClose }: EndPhoneProps): ReactNode {
  const { t } = useWords();
  return (
    <Dialog title={t.phoneEndTitle} size="34rem" onClose={onClose}>
      <p>{whose === undefined ? t.phoneEndOwn(platform) : t.phoneEndWhat(platform, whose)}</p>
      <Group mt="md">
        <Button aria-disabled={busy} onClick={() => busy || onEnd("lost")}>
          {t.phoneLost}
        </Button>
        <Button variant="default" aria-disabled={busy} onClick={() => busy || onEnd("handed-back")}>
          {t.phoneHandedBack}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </Group>
    </Dialog>
  );
}
