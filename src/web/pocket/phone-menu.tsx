import { Button, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PhoneView } from "../../http/pocket-contract.ts";
import { AppearanceChoice } from "../shared/appearance-choice.tsx";
import { Dialog } from "../shared/dialog.tsx";
import { EndPhone } from "../shared/end-phone.tsx";
import { LanguageChoice } from "../shared/language-choice.tsx";
import { useWords } from "../shared/words.tsx";
import { dayAndTime } from "../shared/zoned.ts";
import type { StateIn } from "./in.tsx";
import styles from "./pocket.module.css";
import type { Phone } from "./use-phone.ts";

export interface PhoneMenuProps {
  readonly phone: Phone;
  readonly state: StateIn;
  readonly onClose: () => void;
}

/** My phones and what becomes of one, how this one looks and speaks, and the way out. */
export function PhoneMenu({ phone, state, onClose }: PhoneMenuProps): ReactNode {
  const { t, locale } = useWords();
  const [ending, setEnding] = useState<PhoneView>();
  const { zone, until, others } = state;
  if (ending !== undefined) {
    return (
      <EndPhone
        platform={nameOf(ending, ending.id === state.phone.id ? t.pocketThis : undefined)}
        whose={undefined}
        busy={phone.busy}
        onEnd={(why) => {
          phone.end({ device: ending.id, why });
          onClose();
        }}
        onClose={() => setEnding(undefined)}
      />
    );
  }
  return (
    <Dialog title={t.moreTitle} size="34rem" onClose={onClose}>
      <Stack gap="lg">
        <section aria-labelledby="my-phones">
          <h2 id="my-phones" className={styles["small"]}>
            {t.pocketPhones}
          </h2>
          <ul className={styles["phones"]}>
            {[state.phone, ...others].map((one) => (
              <li key={one.id}>
                <strong>{nameOf(one, one.id === state.phone.id ? t.pocketThis : undefined)}</strong>
                <span>{one.managed ? t.phoneManaged : t.phoneUnmanaged}</span>
                <Button
                  variant="default"
                  aria-label={`${t.phoneEndOf(one.platform)}, ${one.id}`}
                  onClick={() => setEnding(one)}
                >
                  {t.phoneEnd}
                </Button>
              </li>
            ))}
          </ul>
        </section>
        <AppearanceChoice />
        <LanguageChoice />
        <Stack gap="xs">
          <Button
            variant="default"
            onClick={() => {
              phone.signOut();
              onClose();
            }}
          >
            {t.signOut}
          </Button>
          <p className={styles["until"]}>{t.pocketUntil(dayAndTime(until, zone, locale))}</p>
        </Stack>
      </Stack>
    </Dialog>
  );
}

function nameOf({ platform }: PhoneView, note: string | undefined): string {
  return note === undefined ? platform : `${platform} (${note})`;
}
