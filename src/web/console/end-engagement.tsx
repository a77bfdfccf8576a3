import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PersonView } from "../../http/contract.ts";
import type { EndEngagementRequest, EndPreview } from "../../http/people-contract.ts";
import { Choose } from "../shared/choose.tsx";
import { Dialog } from "../shared/dialog.tsx";
import { useWords } from "../shared/words.tsx";
import { dayOf } from "../shared/zoned.ts";
import desk from "./desk.module.css";
import { Failed } from "./failed.tsx";
import { peopleWords } from "./people-words.ts";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";

type Reason = EndEngagementRequest["reason"];

interface EndEngagementProps {
  /** Where what would end is asked for. */
  readonly path: string;
  readonly who: PersonView;
  /** The engagement, in words. */
  readonly what: string;
  readonly busy: boolean;
  /** Why it failed; empty: it has not. */
  readonly said: string;
  readonly onEnd: (reason: Reason) => Promise<void>;
  readonly onClose: () => void;
}

const reasons = ["left", "mistaken", "concern", "withdrawn"] as const;

/** Says first exactly what will end, and what goes on; then ends it. */
export function EndEngagement(props: EndEngagementProps): ReactNode {
  const { busy, onClose, onEnd, path, said, what, who } = props;
  const { t } = useWords();
  const asked = useAsked<EndPreview>(path);
  const [reason, setReason] = useState<Reason>("left");
  return (
    <Dialog title={t.endTitle(who.name, what)} size="40rem" onClose={onClose}>
      <Failed asked={asked} />
      {asked.answer !== undefined && <WhatEnds preview={asked.answer} who={who} />}
      <Choose
        label={t.endWhy}
        labelled
        value={reason}
        choices={reasons.map((value) => ({ value, label: peopleWords(t).endReasons[value] }))}
        onChoose={(value) => setReason(reasons.find((one) => one === value) ?? "left")}
      />
      <div role="alert" className={desk["said"]}>
        {said}
      </div>
      <Group mt="md">
        <Button
          aria-disabled={busy || asked.answer === undefined}
          onClick={() => asked.answer !== undefined && void onEnd(reason)}
        >
          {busy ? t.oneMoment : t.endDo}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t.cancel}
        </Button>
      </Group>
    </Dialog>
  );
}

interface WhatEndsProps {
  readonly preview: EndPreview;
  readonly who: PersonView;
}

function WhatEnds({ preview: { others, parts }, who }: WhatEndsProps): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const going = others.map(
    ({ to, type }) => `${peopleWords(t).engagementTypes[type]} (${dayOf(to - 1, zone, locale)})`,
  );
  const place = (name: string): string =>
    name === "console" || name === "phone" ? peopleWords(t).surfaces[name] : name;
  return (
    <>
      <p>{parts.length === 0 ? t.endNothing : t.endWhat}</p>
      <ul>
        {parts.map(({ count, kind, names }) => (
          <li key={kind}>
            {peopleWords(t).endParts[kind](count)}
            {names.length > 0 && `: ${names.map(place).join(", ")}`}
          </li>
        ))}
      </ul>
      <p>
        <strong>{going.length === 0 ? t.endAll(who.name) : t.endOthers(going.join(", "))}</strong>
      </p>
    </>
  );
}
