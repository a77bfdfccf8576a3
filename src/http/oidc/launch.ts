import type { FastifyRequest } from "fastify";
import { occupantChanged, occupantOf } from "../../sessions/index.ts";
import type { Session } from "../../world/index.ts";
import { occupantHeader } from "../bedside-contract.ts";
import type { ApplicationsReply, LaunchReply, LaunchRequest } from "../connect-contract.ts";
import type { Proofs } from "../dpop.ts";
import { HttpError } from "../errors.ts";
import { isRecord, textOf } from "../json.ts";
import { refuseForeign } from "../origins.ts";
import { type Oidc, ownFhirServer, sceneNow } from "./oidc-context.ts";
import { seatOf } from "./surface.ts";

/** A launch that an application was told of, until it asks. */
export interface Launch {
  readonly session: string;
  readonly application: string;
  /** The patient whose chart was open. */
  readonly patient?: string;
}

const kind = "launch";
/** The application asks as soon as its page is loaded. */
const livesFor = 5 * 60_000;

/**
 * Launches an application from a seat (SMART App Launch 2.2.0, section 2.0.6): the address to open, with a handle that
 * means this session and the patient whose chart is open, is good once and for this application only.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`, `seat-unknown`, `not-found`; SessionError `occupant-changed`
 */
export async function launch(
  oidc: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
): Promise<LaunchReply> {
  const session = await occupant(oidc, proofs, request);
  const { application: id } = request.body as LaunchRequest;
  const { deps, rows } = oidc;
  const application = deps.app.world().applications.get(id);
  if (application?.launchUri === undefined) {
    throw new HttpError("not-found", "There is no such application to open.");
  }
  const { patient } = session;
  const kept = {
    session: session.id,
    application: id,
    ...(patient === undefined ? {} : { patient }),
  };
  const handle = deps.newId("lau");
  await rows.keep(kind, handle, kept, { for: livesFor });
  const url = new URL(application.launchUri);
  url.searchParams.set("iss", application.fhirServer ?? ownFhirServer(oidc));
  url.searchParams.set("launch", handle);
  return { url: url.href };
}

/**
 * The applications that a seat can open.
 *
 * @throws HttpError `foreign-origin`, `proof-refused`, `seat-unknown`; SessionError `occupant-changed`
 */
export async function listApplications(
  oidc: Oidc,
  proofs: Proofs,
  request: FastifyRequest,
): Promise<ApplicationsReply> {
  await occupant(oidc, proofs, request);
  const all = [...oidc.deps.app.world().applications.values()];
  const applications = all
    .filter(({ launchUri }) => launchUri !== undefined)
    .map(({ id, name }) => ({ id, name }))
    .toSorted((a, b) => a.name.localeCompare(b.name, "en"));
  return { applications };
}

/** Whoever the seat's screen shows, who must still be in (S1). */
async function occupant(oidc: Oidc, proofs: Proofs, request: FastifyRequest): Promise<Session> {
  refuseForeign(request, oidc.deps.origins());
  const seat = await seatOf(oidc, proofs, request);
  if (seat === undefined) {
    throw new HttpError(
      "seat-unknown",
      "This screen is no seat yet. Ask an administrator to enrol it.",
    );
  }
  const session = occupantOf(sceneNow(oidc), seat);
  if (session === undefined || session.person !== request.headers[occupantHeader]) {
    throw occupantChanged();
  }
  return session;
}

/** The launch of that handle, if it is for this application and session. */
export async function findLaunch(
  { rows }: Oidc,
  handle: string,
  { application, session }: { readonly application: string; readonly session: Session },
): Promise<Launch | undefined> {
  const row = await rows.find(kind, handle);
  const payload = row?.payload;
  if (row === undefined || row.used || !isRecord(payload)) return undefined;
  if (payload["application"] !== application || payload["session"] !== session.id) return undefined;
  const patient = textOf(payload["patient"]);
  return { application, session: session.id, ...(patient === undefined ? {} : { patient }) };
}

/** Uses a launch up: false when somebody was quicker. */
export async function spendLaunch({ rows }: Oidc, handle: string): Promise<boolean> {
  return (await rows.use(kind, handle)) === "used";
}
