import { hospital } from "../../access/index.ts";
import { moveEngagement } from "../../lifecycle/index.ts";
import {
  endDevice,
  isLive,
  openConsole,
  openConsoleByPasskey,
  openPhone,
  placePhone,
  sceneOf,
  signOut,
  stepUpByPasskey,
} from "../../sessions/index.ts";
import { accessReviewDoors } from "./access-review-doors.ts";
import { decideAt, settled, untold } from "./decide-at.ts";
import type { Doors } from "./doors.ts";
import { givePasskey } from "./give-passkey.ts";
import { type Looks, reviewsAt } from "./looks.ts";
import type { PhoneScreens } from "./phone-screens.ts";
import type { Stage } from "./stage.ts";

/** Phones (C8), by the product's own commands. */
export function phoneDoors(
  { elsewhere: app, deps, onSite }: Stage,
  screens: PhoneScreens,
): Doors["phones"] {
  const unregistered = {
    type: "out",
    said: "This phone was reported lost or handed back. Register it again with your passkey.",
  } as const;
  return {
    async signIn({ id }, device) {
      const passkey = await app.submit(givePasskey(id));
      // A phone that was lost is no phone any more: nobody signs in on it.
      if (!app.world().devices.has(device)) return unregistered;
      if (passkey === undefined) return { type: "out", said: notAccepted };
      const use = { ...ofPasskey(passkey), device, site: onSite(device) };
      const answer = await app.submit(openPhone(deps, use));
      if (answer.type === "refused") return { type: "out", said: notAccepted };
      // Whoever was in already is at the chart that they were at.
      await screens.look(device);
      return { type: "in", session: answer.session };
    },
    signOut: (device, { id: session }) =>
      app.submit(signOut({ session, surface: device })).then(() => undefined),
    async place(device, { id: session }) {
      await app.submit(placePhone(deps, { device, session, site: onSite(device) }));
      await screens.look(device);
    },
    async end({ id }, device) {
      const actor = { type: "person", id } as const;
      await app.submit(endDevice({ device, why: "lost", actor, owner: id }));
    },
  };
}

const notAccepted =
  "This passkey was not accepted. Nothing was done. Use another one, or your badge and PIN.";

/** Consoles, by the product's own commands. */
export function consoleDoors(stage: Stage, looks: Looks): Doors["consoles"] {
  const { elsewhere: app, deps } = stage;
  // The cookie is a new one each time.
  let count = 0;
  return {
    async signIn({ id, badge, name, place }, by) {
      const surface = `console-${name}-${++count}`;
      const passkey = by === "passkey" ? await app.submit(givePasskey(id)) : undefined;
      const answer =
        passkey === undefined
          ? await app.submit(openConsole(deps, { badge, right: true, surface }))
          : await app.submit(openConsoleByPasskey(deps, { ...ofPasskey(passkey), surface }));
      if (answer.type === "refused") return { type: "out", said: sayConsoleRefusal(by) };
      const scene = sceneOf(deps, app.world(), app.now());
      const before = place?.type === "console" && scene.world.sessions.get(place.session);
      // The session that the browser had before ends.
      if (before && isLive(scene, before)) {
        await app.submit(signOut({ session: before.id, surface: before.surface.id }));
      }
      return { type: "in", session: answer.session };
    },
    async stepUp({ id: session, person }) {
      const passkey = await app.submit(givePasskey(person));
      if (passkey === undefined) return false;
      const answer = await app.submit(stepUpByPasskey(deps, { ...ofPasskey(passkey), session }));
      return answer.type === "raised";
    },
    async signOut(_performer, { id: session, surface }) {
      await app.submit(signOut({ session, surface: surface.id }));
    },
    move(turn, work, { engagement: { id: engagement }, role, ward }) {
      const wish = { action: "engagement.move", resource: hospital, purpose: "HOPERAT" };
      const actor = { type: "person", id: work.session.person } as const;
      const command = moveEngagement(stage.app, { engagement, role, ward, actor });
      return settled(() =>
        decideAt(
          stage,
          turn,
          work,
          wish,
          (_permit, _now, handling) => command.handle(handling).records,
        ),
      ).then(untold);
    },
    lookAtReviews: reviewsAt(stage, looks),
    ...accessReviewDoors(stage),
  };
}

function sayConsoleRefusal(by: "pin" | "passkey"): string {
  return by === "passkey"
    ? notAccepted
    : "The badge number or the PIN is not right. After several wrong tries you have to wait before the next one counts.";
}

function ofPasskey(passkey: string) {
  return { passkey, counter: 0, verified: true } as const;
}
