import {
  day,
  type Estate,
  type Finding,
  found,
  type Looked,
  placeIn,
  refusedLately,
} from "./estate.ts";

const lately = 30 * day;

/** NHI10 Human use: somebody tried to sign in as a workload (N3), calls outside its hours, and a federated subject that is a person. */
export function findHumanUse({ at, workloads }: Estate): readonly Finding[] {
  return workloads.flatMap((looked) => [
    ...triedIn(looked, "interactive", at),
    ...triedIn(looked, "outside-hours", at),
    ...(looked.live ? personalSubjects(looked) : []),
  ]);
}

function triedIn(
  looked: Looked,
  why: "interactive" | "outside-hours",
  at: number,
): readonly Finding[] {
  const refused = refusedLately(looked, why, at, lately);
  if (refused === undefined) return [];
  return [
    found("NHI10", why === "interactive" ? "signed-in-as" : "outside-hours", looked.workload.id, {
      severity: why === "interactive" ? "high" : "medium",
      evidence: refused.positions,
      about: placeIn(refused),
    }),
  ];
}

/** Platforms name people by their mail address, and programs by another kind of name. */
function personalSubjects({ credentials, workload }: Looked): readonly Finding[] {
  return credentials.flatMap(({ key, live, trace }) => {
    const subject = key.federation?.subject ?? "";
    if (!live || !isPerson(subject)) return [];
    return [
      found("NHI10", "subject-is-a-person", workload.id, {
        severity: "high",
        credential: key.id,
        evidence: [trace.added],
        about: [key.id],
      }),
    ];
  });
}

function isPerson(subject: string): boolean {
  if (/^(?:user|person|human):/i.test(subject)) return true;
  return /^[^\s:/@]+@[^\s:/@]+$/.test(subject) && !subject.endsWith(".gserviceaccount.com");
}
