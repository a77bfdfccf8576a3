import { type Bundle, isPermitted } from "../../access/index.ts";
import type { Instant } from "../../ports/index.ts";
import { type Draft, isRunning, provenBy, type Session } from "../../world/index.ts";

const probe = "rehearsal-probe";

/**
 * Whether the person could open the chart, signed in as surely as can be on a managed device in the house.
 *
 * @param world a fork: a session and a device are put into it for the question
 */
export function mayOpen(
  bundle: Bundle,
  world: Draft,
  { person, patient }: { readonly person: string; readonly patient: string },
  at: Instant,
): boolean {
  const engagement = world.engagementsByPerson
    .get(person)
    .find((id) => isRunning(world.engagements.get(id), at));
  world.devices.set(probe, { id: probe, managed: true, encrypted: true, checkedInAt: at });
  const session: Session = {
    id: probe,
    person,
    engagement: engagement ?? "",
    surface: { type: "phone", id: probe },
    state: "open",
    ...provenBy({ level: 4, at }),
    openedAt: at,
    until: at + 1,
    seenAt: at,
    site: probe,
  };
  world.sessions.set(probe, session);
  const request = {
    subject: { type: "person", id: person },
    action: "chart.open",
    resource: { type: "patient", id: patient },
    context: { session: probe, device: probe },
  };
  return isPermitted({ bundle, world, request, at });
}
