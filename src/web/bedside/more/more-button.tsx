import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Icon } from "../../shared/icon.tsx";
import { useWords } from "../../shared/words.tsx";
import { MoreDialog } from "./more-dialog.tsx";

export interface MoreButtonProps {
  /** Given when somebody is in. */
  readonly onSignOut?: () => void;
}

/** Opens what is seldom needed: appearance, language, signing out. */
export function MoreButton({ onSignOut }: MoreButtonProps): ReactNode {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <Button
        variant="default"
        leftSection={<Icon name="more" />}
        aria-haspopup="dialog"
        onClick={() => setOpened(true)}
      >
        {t.more}
      </Button>
      {opened && (
        <MoreDialog
          onClose={() => setOpened(false)}
          {...(onSignOut === undefined ? {} : { onSignOut })}
        />
      )}
    </div>
  );
}
