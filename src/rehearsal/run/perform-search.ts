import { hospital } from "../../access/index.ts";
import { findByName, isEnough } from "../../feeds/index.ts";
import { isOverUsual, searched } from "../../reviews/index.ts";
import { asOccupant } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import { responses } from "../calibration.ts";
import type { SearchAct } from "../vocabulary/acts.ts";
import { decideOnRecord } from "./decide-on-record.ts";
import { decideFor, getToWork } from "./perform-action.ts";
import { type Performer, type Run, sceneNow, seatAt, spend, touch } from "./run.ts";
import { wishOf } from "./show-screens.ts";
import { type Ending, refused, type Turn } from "./turn.ts";
import { bornOn } from "./write-adt.ts";

/** Looks a patient up by number, again and again, as one after the other would be (C7). */
export async function lookUp(
  run: Run,
  turn: Turn,
  performer: Performer,
  { patient: name, times }: Extract<SearchAct, { readonly type: "look-up" }>,
): Promise<Ending> {
  const patient = await run.stage.adt.patientId(name);
  let ending: Ending = refused("Nobody was looked up.");
  for (let count = 0; count < times; count++) {
    const work = await getToWork(run, turn, performer);
    if ("ending" in work) return work.ending;
    ending = await decideFor(run, turn, work, "patient.search", patient);
    if (ending.type === "refused") return ending;
  }
  const ward = wardOf(run, performer);
  const isOver = isOverUsual(sceneNow(run), performer.id, ward);
  const said = isOver
    ? "This is more than is usual: somebody looks at it afterwards."
    : "As usual.";
  return { ...ending, said: [...ending.said, said] };
}

/** Looks for patients by family name, or its beginning, and day of birth (C7). */
export async function lookForName(
  run: Run,
  turn: Turn,
  performer: Performer,
  family: string,
): Promise<Ending> {
  const { app, deps, bundle } = run.stage;
  const work = await getToWork(run, turn, performer);
  if ("ending" in work) return work.ending;
  const { session } = work;
  const seat = seatAt(work.place);
  const most = bundle.search?.results;
  const asked = { family, birthDate: bornOn };
  if (seat === undefined) return refused("Somebody is looked for at a seat.");
  if (most === undefined || !isEnough(asked)) return refused("Nobody is found by so little.");
  const found = await findByName(app.side, asked, most * 4);
  const ids = [...new Set(found.map((id) => survivorOf(app.world(), id)))];
  const shown = ids.slice(0, most);
  const subject = { type: "person", id: session.person } as const;
  const context = { session: session.id, seat };
  const request = { subject, action: "patient.search", resource: hospital, context };
  const ward = wardOf(run, performer);
  const told = { person: session.person, by: "name", shown } as const;
  const answer = await app.submit(
    asOccupant(
      deps,
      { seat, session: session.id },
      decideOnRecord(run, turn, request, wishOf(subject)),
      (given, _now, handling) =>
        given.type === "deny"
          ? []
          : searched({ ...handling, bundle }, ward === undefined ? told : { ...told, ward }),
    ),
  );
  await spend(run, turn, responses.decision);
  touch(run, seat);
  if (answer.type === "deny") return { type: "refused", said: answer.reasons, denial: answer };
  const more = ids.length > most ? "there are more" : "there are no more";
  return { type: "permit", said: [`${shown.length} are shown, and ${more}.`], by: session.person };
}

function wardOf({ stage: { app } }: Run, { place }: Performer): string | undefined {
  return app.world().seats.get(seatAt(place) ?? "")?.ward;
}
