import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import styles from "./dialog.module.css";
import { useWords } from "./words.tsx";

export interface DialogProps {
  readonly title: string;
  readonly size: string;
  readonly onClose: () => void;
  /** A touch beside it leaves it open. */
  readonly steady?: boolean;
  readonly children: ReactNode;
}

/** A dialog, open as long as it is there. It traps the focus, and Escape closes it. */
export function Dialog({ title, size, onClose, steady = false, children }: DialogProps): ReactNode {
  const { t } = useWords();
  return (
    // A section, so that the dialog's header is no second banner of the page.
    <section>
      <Modal
        opened
        onClose={onClose}
        closeOnClickOutside={!steady}
        title={title}
        size={size}
        closeButtonProps={{ "aria-label": t.close, size: "var(--wk-target)", iconSize: "1.6rem" }}
        classNames={{ title: styles["title"], content: styles["content"], inner: styles["inner"] }}
      >
        {children}
      </Modal>
    </section>
  );
}
