import type { Instant } from "../../ports/index.ts";
import {
  day,
  type Estate,
  type Finding,
  found,
  hour,
  type Looked,
  placeIn,
  refusedLately,
} from "./estate.ts";

const lately = 30 * day;
const placesLately = 7 * day;
/** Calls from so many blocks of addresses within an hour come from more than one program. */
const places = 3;

/**
 * NHI9 Reuse: the same proof presented twice, one of a single instance at a second place, one credential at many places at once or
 * at a new one, and a key set, a subject or an account that two workloads have.
 */
export function findReuse({ at, workloads }: Estate): readonly Finding[] {
  const shared = sharedThings(workloads.filter(({ live }) => live));
  return workloads.flatMap((looked) => [
    ...refusedFor(looked, "replayed", at),
    ...refusedFor(looked, "new-place", at),
    ...(looked.live ? [...newPlaces(looked, at), ...manyPlaces(looked, at)] : []),
    ...sharedBy(looked, shared),
  ]);
}

function refusedFor(
  looked: Looked,
  why: "replayed" | "new-place",
  at: Instant,
): readonly Finding[] {
  const refused = refusedLately(looked, why, at, lately);
  if (refused === undefined) return [];
  const { credential } = refused;
  return [
    found("NHI9", why === "replayed" ? "replayed" : "second-place", looked.workload.id, {
      severity: "high",
      evidence: refused.positions,
      about: [...(credential === undefined ? [] : [credential]), ...placeIn(refused)],
    }),
  ];
}

function newPlaces({ trace: { unexpected }, workload }: Looked, at: Instant): readonly Finding[] {
  if (unexpected === undefined || at - unexpected.at >= placesLately) return [];
  return [
    found("NHI9", "unexpected-place", workload.id, {
      severity: "low",
      evidence: unexpected.positions,
      about: placeIn(unexpected),
    }),
  ];
}

function manyPlaces({ credentials, workload }: Looked, at: Instant): readonly Finding[] {
  return credentials.flatMap(({ key, live, trace }) => {
    const used = key.used?.places ?? [];
    const now = used.filter((one) => at - one.at < hour);
    if (!live || now.length < places) return [];
    return [
      found("NHI9", "many-places", workload.id, {
        severity: "medium",
        credential: key.id,
        evidence: [trace.added, ...(trace.used === undefined ? [] : [trace.used])],
        about: [key.id, ...now.map(({ place }) => place)],
      }),
    ];
  });
}

type Shared = ReadonlyMap<string, ReadonlySet<Looked>>;

function sharedThings(live: readonly Looked[]): Shared {
  const all = new Map<string, Set<Looked>>();
  for (const looked of live) {
    for (const thing of thingsOf(looked)) {
      const known = all.get(thing);
      if (known === undefined) all.set(thing, new Set([looked]));
      else known.add(looked);
    }
  }
  return new Map([...all].filter(([, workloads]) => workloads.size > 1));
}

/** By what a program is told apart here and elsewhere. */
function thingsOf({ credentials, workload }: Looked): readonly string[] {
  const keys = credentials.flatMap(({ key: { federation, jwksUri, thumbprint }, live }) => {
    if (!live) return [];
    return [
      ...(thumbprint === undefined ? [] : [thumbprint]),
      ...(jwksUri === undefined ? [] : [jwksUri]),
      ...(federation === undefined ? [] : [`${federation.issuer} ${federation.subject}`]),
    ];
  });
  return [...keys, ...(workload.accounts ?? []).map((account) => account.toLowerCase())];
}

function sharedBy(looked: Looked, shared: Shared): readonly Finding[] {
  if (!looked.live || shared.size === 0) return [];
  const { trace, workload } = looked;
  const mine = thingsOf(looked).flatMap((thing) => {
    const others = [...(shared.get(thing) ?? [])].filter((other) => other !== looked);
    return others.length === 0 ? [] : [{ thing, others }];
  });
  if (mine.length === 0) return [];
  const others = [...new Set(mine.flatMap((one) => one.others))];
  return [
    found("NHI9", "shared-identity", workload.id, {
      severity: "high",
      evidence: [trace.said, ...others.map((other) => other.trace.said)],
      about: [...mine.map(({ thing }) => thing), ...others.map((other) => other.workload.id)],
    }),
  ];
}
