import { Button, Group, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PersonView } from "../../http/contract.ts";
import type {
  MoveChoices,
  MoveDifference,
  MoveEngagementRequest,
  RoleView,
} from "../../http/people-contract.ts";
import { Choose } from "../shared/choose.tsx";
import { Dialog } from "../shared/dialog.tsx";
import { own, sayRole } from "../shared/say-server.ts";
import { useWords } from "../shared/words.tsx";
import { dayAndTime, dayOf } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { Failed } from "./failed.tsx";
import { askJson } from "./requests.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";

interface MoveEngagementProps {
  /** Where it is asked what may be chosen; what a choice would change is asked below it. */
  readonly path: string;
  readonly who: PersonView;
  readonly busy: boolean;
  /** Why moving failed; empty: it has not. */
  readonly said: string;
  readonly onMove: (body: MoveEngagementRequest) => Promise<void>;
  readonly onClose: () => void;
}

/** Moves somebody to another role or ward: what changes is shown first, and only what was shown is done (L4). */
export function MoveEngagement(props: MoveEngagementProps): ReactNode {
  const { onClose, path, who } = props;
  const { t } = useWords();
  const asked = useAsked<MoveChoices>(path);
  return (
    <Dialog title={t.moveTitle(who.name)} size="40rem" onClose={onClose}>
      <Failed asked={asked} />
      {asked.answer !== undefined && <Choosing {...props} choices={asked.answer} />}
    </Dialog>
  );
}

interface Shown {
  readonly body: MoveEngagementRequest;
  readonly difference: MoveDifference;
}

function Choosing({
  busy,
  choices: { roles, wards },
  onClose,
  onMove,
  path,
  said,
}: MoveEngagementProps & { readonly choices: MoveChoices }): ReactNode {
  const { t, language, server } = useWords();
  const looking = useDoing();
  const [role, setRole] = useState(roles[0]?.name ?? "");
  const [ward, setWard] = useState(wards[0]?.id ?? "");
  const [first, setFirst] = useState("");
  const [shown, setShown] = useState<Shown>();
  // Another choice would change something else than what is shown.
  const choosing =
    (choose: (value: string) => void) =>
    (value: string): void => {
      choose(value);
      setShown(undefined);
    };
  const show = () =>
    looking.run(async () => {
      const body = { role, ward, ...(first === "" ? {} : { first }) };
      const difference = await askJson<MoveDifference>({
        path: `${path}/difference`,
        body,
        language,
      });
      setShown({ body, difference });
      return "";
    });
  return (
    <>
      <Choose
        label={t.moveRole}
        labelled
        value={role}
        choices={roles.map(({ name, title }) => ({ value: name, label: sayRole(title, server) }))}
        onChoose={choosing(setRole)}
      />
      <Choose
        label={t.moveWard}
        labelled
        value={ward}
        choices={wards.map(({ id, name }) => ({ value: id, label: name }))}
        onChoose={choosing(setWard)}
      />
      <TextInput
        type="date"
        label={t.moveFirst}
        value={first}
        onChange={(event) => choosing(setFirst)(event.currentTarget.value)}
      />
      {shown !== undefined && <WhatMoves difference={shown.difference} />}
      <div role="alert" className={desk["said"]}>
        {looking.said === "" ? said : looking.said}
      </div>
      <Group mt="md">
        {shown === undefined ? (
          <Button aria-disabled={looking.busy} onClick={() => void show()}>
            {looking.busy ? t.oneMoment : t.moveShow}
          </Button>
        ) : (
          <Button aria-disabled={busy} onClick={() => void onMove(shown.body)}>
            {busy ? t.oneMoment : t.moveDo}
          </Button>
        )}
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </Group>
    </>
  );
}

function WhatMoves({
  difference: { gained, lost, lostActions, overlap, unrostered },
}: {
  readonly difference: MoveDifference;
}): ReactNode {
  const { t, locale, server } = useWords();
  const { zone } = useConsole();
  const time = (at: number): string => dayAndTime(at, zone, locale);
  const called = ({ title, ward }: { readonly title: string; readonly ward: string }): string =>
    `${sayRole(title, server)}, ${ward}`;
  const until = dayOf(gained.to - 1, zone, locale);
  return (
    <section aria-live="polite">
      <p>
        <strong>{t.moveGained(called(gained), time(gained.from), until)}</strong>
      </p>
      <Actions actions={gained.actions} says={t.moveGainedActions} />
      {lost.length === 0 && <p>{t.moveLostNone}</p>}
      <ul>
        {lost.map((one) => (
          <li key={`${one.role} ${one.ward} ${one.until}`}>
            {t.moveLost(sayRole(one.title, server), one.ward, time(one.until))}
          </li>
        ))}
      </ul>
      <Actions actions={lostActions} says={t.moveLostActions} />
      {lost.length > 0 && (
        <p>{overlap === undefined ? t.moveNoOverlap : t.moveOverlap(time(overlap.until))}</p>
      )}
      {unrostered > 0 && <p>{t.moveUnrostered(unrostered)}</p>}
    </section>
  );
}

function Actions({
  actions,
  says,
}: {
  readonly actions: RoleView["actions"];
  readonly says: string;
}): ReactNode {
  const { server } = useWords();
  if (actions.length === 0) return null;
  const title = ({ name, title: english }: RoleView["actions"][number]): string =>
    (server === undefined ? undefined : own(server.actions, name)) ?? english;
  return (
    <>
      <p>{says}</p>
      <ul>
        {actions.map((action) => (
          <li key={action.name}>{title(action)}</li>
        ))}
      </ul>
    </>
  );
}
