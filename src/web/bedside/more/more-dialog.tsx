import { Button, Stack, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PhoneView } from "../../../http/pocket-contract.ts";
import { AppearanceChoice } from "../../shared/appearance-choice.tsx";
import { Dialog } from "../../shared/dialog.tsx";
import { LanguageChoice } from "../../shared/language-choice.tsx";
import { useWords } from "../../shared/words.tsx";

import { ApplicationList } from "./application-list.tsx";
import { EndMyPhone, PhoneList } from "./phone-list.tsx";

export interface MoreDialogProps {
  readonly onClose: () => void;
  /** Given when somebody is in. */
  readonly onSignOut?: () => void;
}

/** How this screen looks and speaks, and the way out for good. */
export function MoreDialog({ onClose, onSignOut }: MoreDialogProps): ReactNode {
  const { t } = useWords();
  const [ending, end] = useState<PhoneView>();
  if (ending !== undefined) return <EndMyPhone phone={ending} onClose={() => end(undefined)} />;
  return (
    <Dialog title={t.moreTitle} size="42rem" onClose={onClose}>
      <Stack gap="lg">
        <AppearanceChoice />
        <LanguageChoice />
        {onSignOut !== undefined && <ApplicationList />}
        {onSignOut !== undefined && <PhoneList onEnd={end} />}
        {onSignOut !== undefined && (
          <Stack gap="xs">
            <Button variant="default" onClick={onSignOut}>
              {t.signOut}
            </Button>
            <Text c="dimmed">{t.signOutHint}</Text>
          </Stack>
        )}
      </Stack>
    </Dialog>
  );
}
