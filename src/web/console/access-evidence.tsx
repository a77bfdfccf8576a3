import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import type { EvidenceReply } from "../../http/campaigns-contract.ts";
import { useWords } from "../shared/words.tsx";
import { download } from "./csv.ts";

interface EvidenceProps {
  readonly busy: boolean;
  readonly id: string;
  readonly title: string;
  /** What was made last, since the page was opened. */
  readonly made: EvidenceReply | undefined;
  readonly onMake: () => void;
}

/** The evidence of a review: made and signed once, and then kept as JSON and as a page to print, which belong together. */
export function AccessEvidence({ busy, id, made, onMake, title }: EvidenceProps): ReactNode {
  const { t } = useWords();
  const save = (kind: "html" | "json", type: string, text: string) =>
    download(`access-review-${id}.${kind}`, text, type);
  return (
    <Group>
      <Button
        variant="default"
        aria-label={t.accessEvidenceOf(title)}
        aria-disabled={busy}
        onClick={onMake}
      >
        {t.accessEvidence}
      </Button>
      {made !== undefined && (
        <>
          <Button
            onClick={() => save("json", "application/json", JSON.stringify(made.pack, null, 2))}
          >
            {t.accessEvidenceJson}
          </Button>
          <Button onClick={() => save("html", "text/html", made.html)}>
            {t.accessEvidencePage}
          </Button>
        </>
      )}
    </Group>
  );
}
