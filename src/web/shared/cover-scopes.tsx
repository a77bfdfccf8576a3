import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { RemedyView } from "../../http/contract.ts";
import type { GrantRequest } from "../../http/grants-contract.ts";
import styles from "./choice.module.css";
import { Icon } from "./icon.tsx";
import { sayRole } from "./say-server.ts";
import { useWords, type Words } from "./words.tsx";

type CoverRemedy = Extract<RemedyView, { readonly type: "request-cover" }>;
type Scope = CoverRemedy["wider"][number];

/** What a request from a refusal is for: chosen before its reason, which sends it. */
export interface CoverChoice {
  /** Whom it asks, and for how long. */
  readonly body: string;
  /** Large buttons, the least first; nothing where there is only one. */
  readonly scopes: ReactNode;
  readonly request: (reason: string) => GrantRequest;
}

function nameOf({ kind, ward, title = "" }: Scope, { t, server }: Words): string {
  if (kind === "ward") return t.coverWard(ward);
  if (kind === "role") return t.coverRole(sayRole(title, server), ward);
  return kind === "patient" ? t.coverPatient : t.coverTask;
}

/** From the least that leads on to what gives more: the remedy has them all, whole. */
export function useCoverChoice(remedy: CoverRemedy): CoverChoice {
  const words = useWords();
  const { t } = words;
  const [chosen, choose] = useState(0);
  const all: readonly Scope[] = [remedy.request, ...remedy.wider];
  const { minutes, title: _, ward, ...asked }: Scope = all[chosen] ?? remedy.request;
  const scopes = all.length > 1 && (
    <fieldset className={`${styles["choice"]} ${styles["long"]}`}>
      <legend>{t.grantAskKind}</legend>
      {all.map((scope, index) => (
        <Button
          key={nameOf(scope, words)}
          size="lg"
          variant={index === chosen ? "filled" : "default"}
          aria-pressed={index === chosen}
          leftSection={index === chosen ? <Icon name="check" /> : undefined}
          onClick={() => choose(index)}
        >
          {nameOf(scope, words)}
        </Button>
      ))}
    </fieldset>
  );
  return {
    body: t.coverBody(ward, t.grantMinutes(minutes)),
    scopes,
    request: (reason) => ({
      ...asked,
      ...(asked.patient === undefined ? { ward } : {}),
      minutes,
      reason,
    }),
  };
}
