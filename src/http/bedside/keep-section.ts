import { focus } from "../../sessions/index.ts";
import { survivorOf } from "../../world/index.ts";
import type { SectionRequest } from "../bedside-contract.ts";
import { occupantIn, type Visit } from "./visit.ts";

/**
 * Keeps which part of the open chart the occupant looks at, so that it is shown again after a lock and at another seat (S2,
 * S3). Of a chart that is not open any more nothing is kept.
 *
 * @throws SessionError `occupant-changed`
 */
export async function keepSection(
  visit: Visit,
  { patient: asked, section }: SectionRequest,
): Promise<{ type: "kept" }> {
  const { app } = visit.bedside.deps;
  const { id: session, person } = occupantIn(visit);
  const patient = survivorOf(app.world(), asked);
  const actor = { type: "person", id: person } as const;
  await app.submit(focus({ session, from: patient, patient, screen: section, actor }));
  return { type: "kept" };
}
