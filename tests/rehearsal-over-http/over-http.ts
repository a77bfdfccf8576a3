import type { Doors, Stage } from "../../src/rehearsal/index.ts";
import type { Screens } from "./asking.ts";
import { coverOverHttp, emergenciesOverHttp, rostersOverHttp } from "./exceptions-over-http.ts";
import { serve } from "./hospital.ts";
import { seatsOverHttp } from "./seats-over-http.ts";
import { consolesOverHttp, passkeysOf, phonesOverHttp } from "./surfaces-over-http.ts";
import { workOverHttp } from "./work-over-http.ts";

/** Doors that are open, until they are closed. */
export interface OpenDoors {
  readonly doors: Doors;
  /** What was asked for where no screen has a place for it. */
  readonly placeless: ReadonlySet<string>;
  close(): Promise<void>;
}

/** Everything that people do in a rehearsal, done over HTTP at the screens of a served hospital. */
export async function doorsOverHttp(stage: Stage): Promise<OpenDoors> {
  const served = await serve(stage);
  const screens: Screens = {
    stage,
    served,
    states: new Map(),
    cookies: new Map(),
    placeless: new Set(),
  };
  const passkeys = passkeysOf(screens);
  const doors: Doors = {
    ...seatsOverHttp(screens),
    ...workOverHttp(screens),
    ...coverOverHttp(screens),
    ...emergenciesOverHttp(screens),
    ...rostersOverHttp(screens),
    phones: phonesOverHttp(screens, passkeys),
    consoles: consolesOverHttp(screens, passkeys),
  };
  // What a screen shows before anybody has touched it.
  for (const { id } of stage.scenario.given.seats) await doors.look(id);
  return { doors, placeless: screens.placeless, close: () => served.server.close() };
}
