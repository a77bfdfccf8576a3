import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type {
  ConsoleWorkloadReply,
  CredentialView,
  RetiredView,
} from "../../http/workloads-contract.ts";
import { useNow } from "../shared/use-now.ts";
import { useWords } from "../shared/words.tsx";
import { dayOf, timestamp } from "../shared/zoned.ts";
import { useAddress } from "./address.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Failed } from "./failed.tsx";
import { Facts } from "./one-thing.tsx";
import { PasskeyButton } from "./passkey-button.tsx";
import { askJson } from "./requests.ts";
import { RetireWorkload } from "./retire-workload.tsx";
import { type StopTarget, StopWorkloads } from "./stop-workloads.tsx";
import { Sure } from "./sure.tsx";
import { useAsked } from "./use-asked.ts";
import { useConsole } from "./use-console.tsx";
import { useDoing } from "./use-doing.ts";
import { WorkloadFindings } from "./workload-findings.tsx";
import { namesOf, stateOf } from "./workload-words.ts";
import styles from "./workloads.module.css";

const day = 24 * 3_600_000;

type Act = "resume" | "release" | "end-credential" | "finish";

/** One workload: what it is, what happened with it, what is wrong with it, and the way out. */
export function WorkloadPanel({ id }: { readonly id: string }): ReactNode {
  const { t, language } = useWords();
  const { change } = useAddress();
  const path = `workloads/${encodeURIComponent(id)}`;
  const asked = useAsked<ConsoleWorkloadReply>(path, 15_000);
  const [stopping, setStopping] = useState<StopTarget>();
  const [retiring, setRetiring] = useState(false);
  const { needsPasskey, run, said } = useDoing();
  const { answer } = asked;
  const act = (what: Act, credential?: string): void =>
    void run(async () => {
      const body = { act: what, ...(credential === undefined ? {} : { credential }) };
      await askJson({ path: `${path}/act`, body, language });
      asked.again();
      return what === "resume" ? t.wlResumed : t.wlStepDone;
    });
  return (
    <>
      <Button variant="default" onClick={() => change({ workload: undefined })}>
        {t.wlBack}
      </Button>
      <Failed asked={asked} />
      <div role="status">{said !== "" && <p>{said}</p>}</div>
      {needsPasskey && <PasskeyButton onRaised={asked.again} />}
      {answer !== undefined && (
        <>
          <About
            answer={answer}
            onStop={setStopping}
            onRetire={() => setRetiring(true)}
            act={act}
          />
          <h2>{t.wlFindings}</h2>
          <WorkloadFindings {...answer} again={asked.again} />
          <h2>{t.wlCredentials}</h2>
          <Credentials answer={answer} onStop={setStopping} act={act} />
          <h2>{t.wlTimeline}</h2>
          <p>{t.wlTimelineHint}</p>
          <Timeline {...answer} />
        </>
      )}
      {stopping !== undefined && (
        <StopWorkloads
          target={stopping}
          onStopped={asked.again}
          onClose={() => setStopping(undefined)}
        />
      )}
      {retiring && (
        <RetireWorkload
          id={id}
          retire={() => askJson<RetiredView>({ path: `${path}/retire`, body: {}, language })}
          onRetired={asked.again}
          onClose={() => setRetiring(false)}
        />
      )}
    </>
  );
}

interface PartProps {
  readonly answer: ConsoleWorkloadReply;
  readonly onStop: (target: StopTarget) => void;
  readonly act: (what: Act, credential?: string) => void;
}

function About({
  act,
  answer: { dependants, mayLookAfter, mayStop, needs, workload },
  onRetire,
  onStop,
}: PartProps & { readonly onRetire: () => void }): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const { deputyName, name, networks, ownerName, scopes, state, unusedScopes, wards } = workload;
  const list = (all: readonly string[], none: string) => (all.length === 0 ? none : all.join(", "));
  const isOver = state === "decommissioned";
  return (
    <section aria-label={name}>
      <h2>{name}</h2>
      <Facts
        facts={[
          [t.wlState, stateOf(workload, t)],
          [t.wlPurpose, workload.purpose],
          [t.wlOwner, ownerName ?? t.wlNobody],
          [t.wlDeputy, deputyName ?? t.wlNobody],
          [t.wlEnvironment, workload.environment ?? t.wlUnsaid],
          [t.wlVendor, workload.vendor ?? t.wlUnsaid],
          [t.wlScopes, scopes.join(" ")],
          ...(unusedScopes.length === 0
            ? []
            : [[t.wlUnusedScopes, unusedScopes.join(" ")] as const]),
          [t.wlNetworks, list(networks ?? [], t.wlAnywhere)],
          [t.wlWards, list(wards ?? [], t.wlAllWards)],
          [t.wlNeededBy, list(namesOf(workload.neededBy, dependants), t.wlNothing)],
          [
            t.wlNeeds,
            list(
              needs.map((one) => one.name),
              t.wlNothing,
            ),
          ],
          [t.wlUntil, dayOf(workload.until, zone, locale)],
          [
            t.wlUsed,
            workload.usedAt === undefined
              ? t.wlNeverUsed
              : timestamp(workload.usedAt, zone, locale),
          ],
        ]}
      />
      <Group mt="md">
        {mayStop && !isOver && state !== "requested" && state !== "suspended" && (
          <Button onClick={() => onStop({ type: "workload", workload: workload.id })}>
            {t.wlStop}
          </Button>
        )}
        {mayLookAfter && state === "suspended" && (
          <Sure
            label={t.wlResume}
            whose={name}
            what={t.wlResumeSure}
            onSure={() => act("resume")}
          />
        )}
        {mayLookAfter && !isOver && (
          <Button variant="default" onClick={onRetire}>
            {t.wlRetire}
          </Button>
        )}
      </Group>
    </section>
  );
}

function Credentials({ act, answer, onStop }: PartProps): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const now = useNow(Date.now, 60_000);
  const { mayLookAfter, mayStop, workload } = answer;
  const when = (at: number | undefined) =>
    at === undefined ? t.wlNeverUsed : timestamp(at, zone, locale);
  const state = ({ leavesAt, state: its, stillUsedFrom }: CredentialView): string => {
    if (its !== "leaving" || leavesAt === undefined) return t.wlKeyStateSaid(its);
    const still =
      stillUsedFrom.length === 0 ? t.wlNotUsedStill : t.wlStillUsed(stillUsedFrom.join(", "));
    return `${t.wlKeyStateSaid("leaving")}: ${t.wlLeaves(timestamp(leavesAt, zone, locale))}, ${still}`;
  };
  const columns: readonly TableColumn<CredentialView>[] = [
    { id: "id", title: t.wlCredentials, text: ({ id }) => id },
    { id: "kind", title: t.wlKind, text: ({ kind }) => t.wlKindSaid(kind) },
    { id: "state", title: t.wlState, text: state },
    {
      id: "age",
      title: t.wlAge,
      text: ({ from }) => t.wlDays(Math.max(0, Math.floor((now - from) / day))),
    },
    { id: "used", title: t.wlUsed, text: ({ usedAt }) => when(usedAt) },
    {
      id: "from",
      title: t.wlFrom,
      text: ({ instance, places }) =>
        [...(instance === undefined ? [] : [instance]), ...places.map(({ place }) => place)].join(
          ", ",
        ),
    },
    { id: "until", title: t.wlUntil, text: ({ until }) => dayOf(until, zone, locale) },
    {
      id: "acts",
      title: "",
      text: () => "",
      cell: (one) => (
        <KeyActs
          credential={one}
          mayStop={mayStop}
          mayLookAfter={mayLookAfter}
          onStop={onStop}
          act={act}
        />
      ),
    },
  ];
  return (
    <>
      <p>{t.wlKeysHint}</p>
      {workload.credentials.length > 0 && (
        <DataTable
          caption={t.wlCredentials}
          columns={columns}
          rows={workload.credentials}
          keyOf={({ id }) => id}
          close
        />
      )}
    </>
  );
}

function KeyActs({
  act,
  credential: { id, state },
  mayLookAfter,
  mayStop,
  onStop,
}: Omit<PartProps, "answer"> & {
  readonly credential: CredentialView;
  readonly mayStop: boolean;
  readonly mayLookAfter: boolean;
}): ReactNode {
  const { t } = useWords();
  const isGood = state === "live" || state === "leaving";
  return (
    <div className={styles["acts"]}>
      {mayStop && isGood && (
        <Button
          variant="default"
          aria-label={`${t.wlStopKey}: ${id}`}
          onClick={() => onStop({ type: "key", credential: id })}
        >
          {t.wlStopKey}
        </Button>
      )}
      {mayLookAfter && state === "leaving" && (
        <Sure
          label={t.wlFinish}
          whose={id}
          what={t.wlFinishSure}
          onSure={() => act("finish", id)}
        />
      )}
      {mayLookAfter && state === "stopped" && (
        <Sure
          label={t.wlRelease}
          whose={id}
          what={t.wlResumeSure}
          onSure={() => act("release", id)}
        />
      )}
      {mayLookAfter && (isGood || state === "stopped") && (
        <Sure
          label={t.wlEndKey}
          whose={id}
          what={t.wlEndKeySure}
          onSure={() => act("end-credential", id)}
        />
      )}
    </div>
  );
}

function Timeline({ timeline }: Pick<ConsoleWorkloadReply, "timeline">): ReactNode {
  const { t, locale } = useWords();
  const { zone } = useConsole();
  const columns: readonly TableColumn<ConsoleWorkloadReply["timeline"][number]>[] = [
    { id: "position", title: t.wlPosition, text: ({ position }) => String(position) },
    { id: "at", title: t.wlWhen, text: ({ at }) => timestamp(at, zone, locale) },
    { id: "summary", title: t.wlWhat, text: ({ summary }) => summary },
  ];
  return (
    <DataTable
      caption={t.wlTimeline}
      columns={columns}
      rows={timeline}
      keyOf={({ position }) => position}
    />
  );
}
