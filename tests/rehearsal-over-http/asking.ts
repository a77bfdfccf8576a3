import type { Resource } from "../../src/access/index.ts";
import { occupantHeader, type SeatState } from "../../src/http/bedside-contract.ts";
import type { ErrorReply, RefusalView } from "../../src/http/contract.ts";
import type { Decided, Offered, Stage, Turn, Wish, Work } from "../../src/rehearsal/index.ts";
import type { Answer, Keyed } from "./browsers.ts";
import { apiKey, inside, outside, type Served } from "./hospital.ts";

/** Requests of the hospital's screens, and what the seats' screens show. */
export interface Screens {
  readonly stage: Stage;
  readonly served: Served;
  readonly states: Map<string, SeatState>;
  /** Of consoles, by whose desk it is. */
  readonly cookies: Map<string, string>;
  /** What is asked for where no screen has a place for it. */
  readonly placeless: Set<string>;
}

/** A request of a seat's screen that shows `occupant`, or nobody. */
export async function postAt(
  { served, states }: Screens,
  seat: string,
  path: string,
  body: unknown = {},
  occupant?: string,
): Promise<Answer> {
  const named = occupant === undefined ? {} : { [occupantHeader]: occupant };
  const key = keyOf(served.seats, seat);
  const answer = await served.wire.postAs(key, `/bedside/api/${path}`, body, { headers: named });
  const state = answer.body?.state as SeatState | undefined;
  if (state !== undefined) states.set(seat, state);
  return answer;
}

/** A request of a phone that shows `occupant`, from where it is. */
export function postFrom(
  { stage, served }: Screens,
  device: string,
  path: string,
  body: unknown = {},
  occupant?: string,
): Promise<Answer> {
  const headers: Record<string, string> =
    occupant === undefined ? {} : { [occupantHeader]: occupant };
  const from = stage.onSite(device) === undefined ? outside : inside;
  const key = keyOf(served.phones, device);
  return served.wire.postAs(key, `/pocket/api/${path}`, body, { headers, from });
}

/** A request of the screen where somebody works, in the name of its session. */
export function postFor(
  screens: Screens,
  { place, session }: Work,
  path: string,
  body: unknown = {},
): Promise<Answer> {
  if (place.type === "phone") return postFrom(screens, place.device, path, body, session.person);
  if (place.type === "console") throw new Error(`A console does not ask for ${path} by itself.`);
  return postAt(screens, place.seat, path, body, session.person);
}

export function keyOf(keys: ReadonlyMap<string, Keyed>, id: string): Keyed {
  const key = keys.get(id);
  if (key === undefined) throw new Error(`${id} has no key.`);
  return key;
}

/** What came of it: said by `permitted` where nothing was refused. */
export function decidedOf(answer: Answer, permitted: () => readonly string[] = () => []): Decided {
  if (answer.status !== 200) {
    const { code, message } = (answer.body as ErrorReply).error;
    if (code === "refused") return deniedAtDesk(message);
    return code === "occupant-changed" ? { type: "gone" } : { type: "impossible", said: message };
  }
  const refusal = answer.body.refusal as RefusalView | undefined;
  if (answer.body.type === "refused" && refusal !== undefined) {
    return {
      type: "deny",
      reasons: refusal.reasons,
      remedies: refusal.remedies.map(
        (remedy): Offered =>
          remedy.type === "step-up"
            ? { type: remedy.type, level: remedy.level }
            : { type: remedy.type },
      ),
      advice: refusal.advice,
    };
  }
  return { type: "permit", said: permitted() };
}

/** A console says why not and whom to ask in one. */
function deniedAtDesk(message: string): Decided {
  const [, reasons = message, text] = /^(.*?)(?: (Ask .*))?$/.exec(message) ?? [];
  const advice = text === undefined ? [] : [{ type: "ask-whom", text } as const];
  return { type: "deny", reasons: [reasons], remedies: [], advice };
}

/** A console's answer to whoever works there. */
export function getAtDesk(
  { cookies, served }: Screens,
  person: string,
  path: string,
): Promise<Answer> {
  const headers = { cookie: cookies.get(person) ?? "" };
  return served.wire.get(`/console/api/${path}`, { headers });
}

/** Asks by AuthZEN what no screen has a place for: it is decided and recorded, and nothing else is done. */
export function evaluate(
  screens: Screens,
  { place, session }: Work,
  { action, resource, purpose, onlyTried }: Wish,
): Promise<Decided> {
  if (onlyTried !== true) screens.placeless.add(`${action}, ${place.type}`);
  const surface = place.type === "phone" ? { device: place.device } : {};
  const where = "seat" in place ? { seat: place.seat } : surface;
  const why = purpose === undefined ? {} : { purpose };
  const context = { session: session.id, ...where, ...why };
  return askAuthzen(screens, session.person, { action, resource, context });
}

/** What AuthZEN answers about somebody, to an application that hears of no revocation. */
export async function askAuthzen(
  { served }: Screens,
  id: string,
  { action, ...about }: { action: string; resource: Resource; context: Record<string, string> },
  type: "person" | "workload" = "person",
): Promise<Decided> {
  const body = { subject: { type, id }, action: { name: action }, ...about };
  const headers = { authorization: `Bearer ${apiKey}` };
  const { body: answer, status } = await served.wire.post("/access/v1/evaluation", body, {
    headers,
  });
  if (status !== 200) throw new Error(JSON.stringify(answer));
  const { reason_user: said, obligations, remedies, advice } = answer.context;
  if (answer.decision) {
    const asked = (obligations as readonly { text?: string; name?: string }[]).map(
      ({ text, name }) => text ?? name ?? "",
    );
    return { type: "permit", said: [said.en, ...asked] };
  }
  return { type: "deny", reasons: [said.en], remedies, advice };
}

/** How long the permit that was recorded last may be relied on: it is the decision's, which not every screen shows. */
export function noteValidity({ stage }: Pick<Screens, "stage">): (turn: Turn) => void {
  let lasts: number | undefined;
  stage.app.follow((records) => {
    for (const { kind, at, body } of records) {
      if (kind === "decision.permitted") lasts = (body.validUntil ?? at) - at;
      if (kind === "decision.denied") lasts = undefined;
    }
  });
  return (turn) => {
    turn.validity = lasts;
  };
}
