import { Button, Group, Stack, Text } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import type { ApplicationsReply } from "../../../http/connect-contract.ts";
import { failureOf } from "../../shared/screen-error.ts";
import { useWords } from "../../shared/words.tsx";
import { useSeat } from "../seat/use-seat.tsx";

/** The connected applications, each opened in a window of its own for whoever is in. */
export function ApplicationList(): ReactNode {
  const { t, explain } = useWords();
  const { store } = useSeat();
  const [list, setList] = useState<ApplicationsReply["applications"]>([]);
  const [said, setSaid] = useState("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, as the dialog opens.
  useEffect(() => {
    // Without an answer there is nothing to open, and nothing is missing from a dialog that is about other things.
    store.applications().then(
      ({ applications }) => setList(applications),
      () => undefined,
    );
  }, []);
  const open = async (application: string): Promise<void> => {
    try {
      const outcome = await store.openApplication(application);
      setSaid(outcome === "blocked" ? t.applicationBlocked : "");
    } catch (cause) {
      const failure = failureOf(cause, false);
      if (failure.code !== "dropped") setSaid(explain(failure));
    }
  };
  if (list.length === 0) return null;
  return (
    <Stack gap="xs">
      <Group role="group" aria-label={t.applications}>
        {list.map(({ id, name }) => (
          <Button key={id} variant="default" onClick={() => void open(id)}>
            {name}
          </Button>
        ))}
      </Group>
      <Text c="dimmed">{t.applicationsHint}</Text>
      <div role="alert">{said}</div>
    </Stack>
  );
}
