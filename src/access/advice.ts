import { survivorOf } from "../world/index.ts";
import type { Advice, Remedy } from "./answer.ts";
import { noBoundaries } from "./boundaries.ts";
import { findPattern } from "./bundle/pattern-of.ts";
import { askedAlready } from "./cover.ts";
import { isLive, shiftsAround } from "./duty-of.ts";
import type { Telling } from "./explain.ts";
import { grantOpens } from "./grant-opens.ts";
import { fill, type Values } from "./words.ts";

/** People named in one piece of advice, at most. */
const few = 3;

/**
 * Whom to ask, and when it opens by itself (D3). Advice permits nothing and is never an offer: it names
 * those on duty who may do it, or who are in charge where the patient is.
 */
export function advise(
  telling: Telling,
  zone: string,
  remedies: readonly Remedy[],
): readonly Advice[] {
  const { forPolicies: known, duties, wards } = telling.facts;
  const { action } = telling.situation;
  const ward = wards[0];
  if (known.own) return [tell(telling, zone, "ask-own-record", {}, [])];
  if (!known.engaged || (!action.clinical && ward === undefined)) {
    return [askForRole(telling, zone)];
  }
  if (!action.clinical && ward !== undefined) {
    return [tell(telling, zone, "ask-manager", { ward }, [], ward)];
  }
  // Whoever is not on the ward is not told where such a patient is (C10).
  const needsCare = known.colleague || known.vip || known.sealed;
  if (needsCare && (!known.onWard || !known.assigned)) {
    const whom = tell(telling, zone, whomToAsk(telling, remedies), {}, []);
    return duties.length === 0 ? [...whenOnDuty(telling, zone), whom] : [whom];
  }
  const there = ward === undefined ? askResponsible(telling, zone) : askOn(telling, zone, ward);
  if (duties.length === 0) return [...whenOnDuty(telling, zone), ...there];
  return [...whatWasAsked(telling, zone), ...there];
}

/** Of a chart that needs care: those who are named in it, and what helps besides, where no grant does (C10). */
function whomToAsk({ situation, at }: Telling, remedies: readonly Remedy[]): string {
  const { request } = situation;
  const scope = { patient: request.resource.id, person: request.subject.id };
  const opens = grantOpens({ ...situation, at }, { ...scope, kind: "patient" });
  if (opens === "yes") return "ask-assigned";
  const isOffered = remedies.some(({ type }) => type === "break-glass");
  return isOffered ? "ask-assigned.glass" : "ask-assigned.privacy";
}

/** What was asked for already, and waits for an answer. */
function whatWasAsked(telling: Telling, zone: string): readonly Advice[] {
  const asked = askedAlready(telling);
  if (asked === undefined) return [];
  const { ward, askedAt } = asked;
  const values = { ward, at: { instant: askedAt } };
  return [{ ...tell(telling, zone, "cover-asked", values, [], ward), type: "wait" }];
}

/** What belongs to other roles than one's own: those who hold them can help. Else it is one's own role that is amiss. */
function askForRole(telling: Telling, zone: string): Advice {
  const { bundle, action } = telling.situation;
  const { engaged, roles } = telling.facts.forPolicies;
  const includes = (role: string) => bundle.roles.get(role)?.may.has(action.name) === true;
  const titles = [...bundle.roles].filter(([id]) => includes(id)).map(([, { title }]) => title);
  if (!engaged || roles.length === 0 || roles.some(includes) || titles.length === 0) {
    return tell(telling, zone, "ask-own-manager", {}, []);
  }
  const list = new Intl.ListFormat(telling.words.language, { type: "disjunction" });
  return tell(telling, zone, "ask-other-role", { roles: list.format(titles) }, []);
}

/** A patient who is on no ward: those who were responsible last know, or the records office finds out. */
function askResponsible(telling: Telling, zone: string): readonly Advice[] {
  const { world, request } = telling.situation;
  const patient = survivorOf(world, request.resource.id);
  const encounters = world.encountersByPatient.get(patient).flatMap((id) => {
    const encounter = world.encounters.get(id);
    return encounter === undefined ? [] : [encounter.state];
  });
  const now = noBoundaries(telling.at);
  const people = encounters
    .toSorted((a, b) => (b.dischargedAt ?? 0) - (a.dischargedAt ?? 0))
    .flatMap(({ attending, consulting }) => [...attending, ...consulting])
    .filter((person) => person !== request.subject.id)
    .filter((person) =>
      world.engagementsByPerson.get(person).some((id) => isLive(world.engagements.get(id), now)),
    );
  const them = [...new Set(people)].slice(0, few);
  return [tell(telling, zone, them.length > 0 ? "ask-responsible" : "ask-records", {}, them)];
}

/** When the next shift lets somebody in who is off duty now. */
function whenOnDuty(telling: Telling, zone: string): readonly Advice[] {
  const { bundle, world, request } = telling.situation;
  const { next } = shiftsAround(world, request.subject.id, telling.at);
  const pattern = next === undefined ? undefined : findPattern(bundle, world, next.ward);
  if (next === undefined || pattern === undefined) return [];
  const opens = next.from - pattern.handoverMarginBefore;
  const { ward } = next;
  const values = { ward, opens: { instant: opens }, from: { instant: next.from } };
  return [{ ...tell(telling, zone, "wait-for-shift", values, [], ward), type: "wait", at: opens }];
}

/** Those on duty in the ward: in charge first, then whoever may do it; else the service on call. */
function askOn(telling: Telling, zone: string, ward: string): readonly Advice[] {
  const { bundle, action, request } = telling.situation;
  const there = onShiftIn(telling, ward).filter(({ person }) => person !== request.subject.id);
  const may = there.filter(({ role }) => bundle.roles.get(role)?.may.has(action.name));
  // The policy lists its roles in the order in which people are sent to them.
  for (const [id, { inCharge, title }] of bundle.roles) {
    const person = inCharge ? may.find(({ role }) => role === id)?.person : undefined;
    if (person !== undefined) {
      return [tell(telling, zone, "ask-role", { role: title, ward }, [person], ward)];
    }
  }
  const people = may.slice(0, few).map(({ person }) => person);
  if (people.length > 0) return [tell(telling, zone, "ask-ward", { ward }, people, ward)];
  const called = onCallFor(telling, ward);
  if (called === undefined) return [tell(telling, zone, "ask-manager", { ward }, [], ward)];
  const { service, people: them } = called;
  return [tell(telling, zone, "ask-service", { service }, them, ward)];
}

interface OnDuty {
  readonly person: string;
  readonly role: string;
}

/** Within the shift itself: nobody is sent to somebody whose shift is over. */
function onShiftIn({ situation: { world }, at }: Telling, ward: string): readonly OnDuty[] {
  const now = noBoundaries(at);
  const there: OnDuty[] = [];
  for (const id of world.shiftsByWard.get(ward)) {
    const shift = world.shifts.get(id);
    if (shift === undefined || shift.from > at || shift.to <= at) continue;
    if (isLive(world.engagements.get(shift.engagement), now)) there.push(shift);
  }
  return there.sort((a, b) => (a.person < b.person ? -1 : 1));
}

function onCallFor(
  { situation: { world, request, bundle, action }, at }: Telling,
  id: string,
): { readonly service: string; readonly people: readonly string[] } | undefined {
  const ward = world.wards.get(id);
  const service = ward?.service;
  if (ward === undefined || service === undefined) return undefined;
  const now = noBoundaries(at);
  const people: string[] = [];
  for (const key of world.onCallsByService.get(service)) {
    const period = world.onCalls.get(key);
    if (period === undefined || period.from > at || period.to <= at) continue;
    if (period.site !== undefined && period.site !== ward.site) continue;
    if (!isLive(world.engagements.get(period.engagement), now)) continue;
    if (bundle.roles.get(period.role)?.may.has(action.name) !== true) continue;
    if (period.person !== request.subject.id) people.push(period.person);
  }
  return people.length === 0 ? undefined : { service, people: people.sort().slice(0, few) };
}

function tell(
  { words, at }: Telling,
  zone: string,
  code: string,
  values: Values,
  people: readonly string[],
  ward?: string,
): Advice {
  const text = fill(words, words.advice[code] ?? "", values, { zone, at });
  const said = { code, values, zone };
  return { type: "ask-whom", text, said, people, ...(ward === undefined ? {} : { ward }) };
}
