import { createHash, timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { Difference } from "../../lifecycle/index.ts";
import type { Application } from "../../world/index.ts";
import { answerError, HttpError } from "../errors.ts";
import { type ApplicationForm, checkApplication } from "../oidc/index.ts";
import type { Turn, Turned } from "../passports/index.ts";
import { type Heard, hearImport, type ImportNews, type ImportProgress } from "./import-news.ts";
import { serveCredentials } from "./serve-credentials.ts";
import { serveFindings } from "./serve-findings.ts";
import { serveWorkloads, type WorkloadDeps } from "./serve-workloads.ts";

/** A file to take in: `kind` and the options are the command's. */
interface ImportBody {
  readonly kind: string;
  readonly path: string;
  readonly zone?: string;
  readonly site?: string;
  readonly full?: boolean;
  readonly preview?: boolean;
  readonly ends?: number;
  readonly privileged?: number;
}

const text = { type: "string", minLength: 1 } as const;
const importSchema = {
  type: "object",
  required: ["kind", "path"],
  properties: {
    kind: text,
    path: text,
    zone: text,
    site: text,
    full: { type: "boolean" },
    preview: { type: "boolean" },
    ends: { type: "integer", minimum: 0 },
    privileged: { type: "integer", minimum: 0 },
  },
};

/** What is done about connected applications. */
export interface Applications {
  list(): readonly Application[];
  register(form: ApplicationForm): Promise<{ readonly application: string }>;
  /** Answers how many sign-outs it is not told of any more. */
  retire(application: string): Promise<{ readonly untold: number }>;
}

/** What is done about a candidate for the policy, under which live decisions are decided too. */
export interface Candidates {
  /** Begins, in place of the one before; the share is from above 0 to 1. */
  begin(files: Readonly<Record<string, string>>, share: number): Promise<unknown>;
  /** What it came to so far; null when there is none. */
  found(): unknown;
  /** Ends it, and answers what it came to. */
  end(): unknown;
}

/** Where somebody is to move, and from which day; without `done` nothing happens. */
export interface MoveOrder {
  readonly engagement: string;
  readonly role: string;
  readonly ward: string;
  /** The first day, by the ward's clock; absent: at once. */
  readonly first?: string;
  readonly done: boolean;
}

/** What the data directory's owner may have done by the running server. */
export interface OperatorOptions {
  /** Stands in the data directory, for its owner only. */
  readonly token: string;
  /** Takes in a file of this machine. Coded errors are answered with their words. */
  readonly importFile: (
    order: ImportBody,
    onProgress: (progress: ImportProgress) => void,
  ) => Promise<unknown>;
  /** Connected applications. Coded errors are answered with their words. */
  readonly applications?: Applications;
  /** A candidate for the policy. Coded errors are answered with their words. */
  readonly candidates?: Candidates;
  /** Somebody says that so many ends by a client that the brake has stopped are meant (L11). */
  readonly releaseBrake?: (request: {
    readonly client: string;
    readonly ends: number;
  }) => Promise<unknown>;
  /** Somebody says that so many lapses of a professional register are meant (L7). */
  readonly releaseRegistrations?: (request: {
    readonly register: string;
    readonly lapses: number;
  }) => Promise<unknown>;
  /** Turns the key for staff passports (N2). */
  readonly turnPassportKey?: (turn: Turn) => Promise<Turned>;
  /** Shows what a move changes (L4), and moves somebody where it is said to be done. */
  readonly move?: (order: MoveOrder) => Promise<Difference>;
  /** Workloads. Coded errors are answered with their words. */
  readonly workloads?: WorkloadDeps;
  /** Hears of what failed because of us once the answer had begun. */
  readonly onFault: (error: unknown) => void;
}

/** What the command line asks of the server that has its data directory. Not for programs: it is not described. */
export function operator({
  applications,
  candidates,
  importFile,
  move,
  onFault,
  releaseBrake,
  releaseRegistrations,
  token,
  turnPassportKey,
  workloads,
}: OperatorOptions): FastifyPluginAsync {
  const expected = digest(`Bearer ${token}`);
  return async (server) => {
    server.addHook("onRequest", async ({ headers }) => {
      if (timingSafeEqual(digest(headers.authorization ?? ""), expected)) return;
      throw new HttpError("refused", "This is for the owner of the data directory.");
    });
    if (applications !== undefined) serveApplications(server, applications);
    if (candidates !== undefined) serveCandidates(server, candidates);
    if (releaseBrake !== undefined) serveBrake(server, releaseBrake);
    if (releaseRegistrations !== undefined) serveRegistrations(server, releaseRegistrations);
    if (turnPassportKey !== undefined) serveKeyTurn(server, turnPassportKey);
    if (move !== undefined) serveMoves(server, move);
    if (workloads !== undefined) {
      serveWorkloads(server, workloads);
      serveCredentials(server, workloads);
      serveFindings(server, workloads);
    }
    server.post("/import", {
      schema: { body: importSchema, hide: true },
      handler: async (request, reply) => {
        const heard = hearImport((onProgress) =>
          importFile(request.body as ImportBody, onProgress),
        );
        // What fails at once has a status; later the answer has begun, and its last line says so.
        const first = await heard.next();
        if (first.value?.type === "failed") throw asAnswered(first.value.error);
        const lines = (async function* () {
          if (first.value !== undefined) yield toLine(first.value, request.id, onFault);
          for await (const next of heard) yield toLine(next, request.id, onFault);
        })();
        return reply.type("application/x-ndjson; charset=utf-8").send(Readable.from(lines));
      },
    });
  };
}

function serveApplications(server: FastifyInstance, applications: Applications): void {
  const schema = { hide: true };
  server.get("/applications", { schema }, async () => ({ applications: applications.list() }));
  server.post("/applications", { schema }, (request) =>
    applications.register(checkApplication(request.body)),
  );
  server.post("/applications/:id/retire", { schema }, async (request) => {
    const { id } = request.params as { readonly id: string };
    const { untold } = await applications.retire(id);
    return { application: id, untold };
  });
}

const candidateSchema = {
  type: "object",
  required: ["files", "share"],
  properties: {
    files: { type: "object", additionalProperties: { type: "string" } },
    share: { type: "number", exclusiveMinimum: 0, maximum: 1 },
  },
};

function serveCandidates(server: FastifyInstance, candidates: Candidates): void {
  const schema = { hide: true };
  server.get("/candidate", { schema }, async () => ({ found: candidates.found() }));
  server.post("/candidate", {
    schema: { body: candidateSchema, hide: true },
    handler: async (request) => {
      const { files, share } = request.body as {
        readonly files: Readonly<Record<string, string>>;
        readonly share: number;
      };
      try {
        return { found: await candidates.begin(files, share) };
      } catch (error) {
        throw asAnswered(error);
      }
    },
  });
  server.post("/candidate/end", { schema }, async () => ({ found: candidates.end() }));
}

function serveBrake(
  server: FastifyInstance,
  release: NonNullable<OperatorOptions["releaseBrake"]>,
): void {
  const body = {
    type: "object",
    required: ["ends"],
    properties: { ends: { type: "integer", minimum: 1 } },
  };
  server.post("/scim/:client/release", { schema: { body, hide: true } }, (request) => {
    const { client } = request.params as { readonly client: string };
    const { ends } = request.body as { readonly ends: number };
    return release({ client, ends });
  });
}

function serveKeyTurn(
  server: FastifyInstance,
  turn: NonNullable<OperatorOptions["turnPassportKey"]>,
): void {
  const body = {
    type: "object",
    required: ["after", "compromised"],
    properties: {
      after: { type: "integer", minimum: 0 },
      compromised: { type: "boolean" },
    },
  };
  server.post("/passports/turn-key", { schema: { body, hide: true } }, (request) =>
    turn(request.body as Turn),
  );
}

function serveRegistrations(
  server: FastifyInstance,
  release: NonNullable<OperatorOptions["releaseRegistrations"]>,
): void {
  const body = {
    type: "object",
    required: ["lapses"],
    properties: { lapses: { type: "integer", minimum: 1 } },
  };
  const schema = { body, hide: true };
  server.post("/registrations/:register/release", { schema }, async (request) => {
    const { register } = request.params as { readonly register: string };
    const { lapses } = request.body as { readonly lapses: number };
    await release({ register, lapses });
    return { register, lapses };
  });
}

function serveMoves(server: FastifyInstance, move: NonNullable<OperatorOptions["move"]>): void {
  const body = {
    type: "object",
    required: ["role", "ward", "done"],
    properties: { role: text, ward: text, first: text, done: { type: "boolean" } },
  };
  server.post("/engagements/:engagement/move", { schema: { body, hide: true } }, (request) => {
    const { engagement } = request.params as { readonly engagement: string };
    return move({ ...(request.body as Omit<MoveOrder, "engagement">), engagement });
  });
}

function toLine(
  heard: Heard<unknown>,
  reference: string,
  onFault: OperatorOptions["onFault"],
): string {
  return `${JSON.stringify(toNews(heard, reference, onFault))}\n`;
}

function toNews(
  heard: Heard<unknown>,
  reference: string,
  onFault: OperatorOptions["onFault"],
): ImportNews<unknown> {
  if (heard.type === "progress") return { progress: heard.progress };
  if (heard.type === "done") return { report: heard.report };
  const { body, fault } = answerError(asAnswered(heard.error), reference);
  if (fault) onFault(heard.error);
  return body;
}

/** The file, not the server, is what a coded error is about: the owner hears what. */
function asAnswered(error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  return answerError(error, "").fault ? new HttpError("bad-request", error.message) : error;
}

/** Digests have one length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
