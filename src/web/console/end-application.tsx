import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { ConsoleApplication } from "../../http/console-contract.ts";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";

export interface EndApplicationProps {
  readonly application: ConsoleApplication;
  readonly busy: boolean;
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** Says first what will stop, and for whom; then ends an application. */
export function EndApplication({
  application: { connections, live, name, scopes, suspended },
  busy,
  onEnd,
  onClose,
}: EndApplicationProps): ReactNode {
  const { t } = useWords();
  const count = live + suspended;
  const hasOwnWork = scopes.some((scope) => scope.startsWith("system/"));
  return (
    <Dialog title={t.appEndTitle(name)} size="34rem" onClose={onClose}>
      <p>{count === 0 ? t.appEndNobody : t.appEndWhat(count)}</p>
      {connections.length > 0 && (
        <ul aria-label={t.appWho}>
          {connections.map(({ id, seat, who }) => (
            <li key={id}>{seat === undefined ? who.name : `${who.name}, ${seat}`}</li>
          ))}
          {count > connections.length && <li>{t.appMore(count - connections.length)}</li>}
        </ul>
      )}
      {hasOwnWork && <p>{t.appEndOwn}</p>}
      <Group mt="md">
        <Button aria-disabled={busy} onClick={() => busy || onEnd()}>
          {t.appEndOf(name)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </Group>
    </Dialog>
  );
}
