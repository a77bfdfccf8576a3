import { Button, TextInput } from "@mantine/core";
import { type ReactNode, type SyntheticEvent, useState } from "react";
import type { LendBadgeReply, LendBadgeRequest } from "../../http/console-contract.ts";
import type { PersonView } from "../../http/contract.ts";
import { useFocus } from "../shared/use-focus.ts";
import { useWords } from "../shared/words.tsx";
import { clockTime } from "../shared/zoned.ts";
import { useConsole } from "./use-console.tsx";
import styles from "./wards.module.css";

/** Does something on the ward's map and says what came of it. */
export type Act = (path: string, body: unknown, said: (answer: unknown) => string) => Promise<void>;

interface Props {
  readonly ward: string;
  readonly who: PersonView;
  readonly act: Act;
}

/** A badge of the ward's pool, for somebody on duty who has forgotten theirs. */
export function LendBadge(props: Props): ReactNode {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  if (open) return <LendForm {...props} onClose={() => setOpen(false)} />;
  return (
    <Button variant="default" onClick={() => setOpen(true)}>
      {t.badgeLend}
    </Button>
  );
}

function LendForm({
  ward,
  who,
  act,
  onClose,
}: Props & { readonly onClose: () => void }): ReactNode {
  const { t, locale, tell } = useWords();
  const { zone } = useConsole();
  const [badge, setBadge] = useState("");
  const field = useFocus<HTMLInputElement>();
  const lend = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (badge.trim() === "") return;
    const body: LendBadgeRequest = { person: who.id, badge };
    onClose();
    void act(`wards/${encodeURIComponent(ward)}/badge-lend`, body, (answer) => {
      const reply = answer as LendBadgeReply;
      if (reply.type === "another") return tell(reply);
      return t.badgeLent(who.name, clockTime(reply.until, zone, locale));
    });
  };
  return (
    <form className={styles["sure"]} aria-label={t.badgeLend} onSubmit={lend} autoComplete="off">
      <p>{t.badgeLendWhat(who.name)}</p>
      <TextInput
        ref={field}
        label={t.badgeNumber}
        value={badge}
        spellCheck={false}
        onChange={(event) => setBadge(event.currentTarget.value)}
      />
      <Button type="submit">{t.badgeLend}</Button>
      <Button variant="default" onClick={onClose}>
        {t.cancel}
      </Button>
    </form>
  );
}
