import { Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { EndPhoneRequest, PhoneView } from "../../../http/pocket-contract.ts";
import { Dialog } from "../../shared/dialog.tsx";
import { EndPhone } from "../../shared/end-phone.tsx";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";

/** The phones of whoever is in: one that is lost is ended where they are just now (C8). */
export function PhoneList({ onEnd }: { readonly onEnd: (phone: PhoneView) => void }): ReactNode {
  const { t } = useWords();
  const { store } = useSeat();
  const [phones, setPhones] = useState<readonly PhoneView[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, as the dialog opens.
  useEffect(() => {
    // Without an answer there is none to end here; the console and another phone have the same list.
    store.phones().then(
      (reply) => setPhones(reply.phones),
      () => undefined,
    );
  }, []);
  if (phones.length === 0) return null;
  return (
    <Stack gap="xs" role="group" aria-label={t.pocketPhones}>
      <Text fw={600}>{t.pocketPhones}</Text>
      {phones.map((phone) => (
        <Group key={phone.id} justify="space-between">
          <span>
            {phone.platform}, {phone.managed ? t.phoneManaged : t.phoneUnmanaged}
          </span>
          <Button
            variant="default"
            aria-label={`${t.phoneEndOf(phone.platform)}, ${phone.id}`}
            onClick={() => onEnd(phone)}
          >
            {t.phoneEnd}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

export interface EndMyPhoneProps {
  readonly phone: PhoneView;
  readonly onClose: () => void;
}

/** Says first what will stop; then ends one's own phone, and that it has ended. */
export function EndMyPhone({ phone, onClose }: EndMyPhoneProps): ReactNode {
  const { t, explain } = useWords();
  const { store } = useSeat();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const end = async (why: EndPhoneRequest["why"]): Promise<void> => {
    setBusy(true);
    try {
      await store.endPhone({ device: phone.id, why });
      setSaid(t.phoneEnded);
    } catch (cause) {
      const failure = failureOf(cause, true);
      if (failure.code !== "dropped") setSaid(explain(failure));
    }
    setBusy(false);
  };
  if (said === undefined) {
    return (
      <EndPhone
        platform={phone.platform}
        whose={undefined}
        busy={busy}
        onEnd={(why) => void end(why)}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog title={t.pocketPhones} size="34rem" onClose={onClose}>
      <p role="status">{said}</p>
      <Button onClick={onClose}>{t.close}</Button>
    </Dialog>
  );
}
