import { type Slate, tryOut } from "../../feeds/index.ts";
import type { Json } from "../../ports/index.ts";
import { isRecord } from "../json.ts";
import { type Asked, act } from "./act.ts";
import { type Resource, requireSchema } from "./coerce.ts";
import { errorBody, invalid, ScimError } from "./errors.ts";
import { typeAt } from "./find.ts";
import { userType } from "./schemas.ts";
import { personFor } from "./users.ts";
import type { Work } from "./work.ts";

const bulkUrn = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

/** So many operations are in one request at most, and so many bytes. */
export const mostOperations = 1_000;
export const mostBytes = 1_048_576;

/** One operation of many, as it was sent. */
export interface BulkOperation {
  readonly method: string;
  readonly path: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: Json;
}

/** Many operations in one request (RFC 7644 section 3.7). */
export interface BulkRequest {
  readonly operations: readonly BulkOperation[];
  /** After so many errors no further operation is done. */
  readonly failOnErrors: number;
}

/** What became of an operation. */
export interface Done {
  readonly operation: BulkOperation;
  readonly status: number;
  /** Whom or what it was about. */
  readonly asked?: Asked;
  readonly id?: string;
  readonly error?: object;
}

/** Reads the body of a Bulk request. @throws ScimError invalidSyntax; 413 */
export function readBulk(sent: Json | undefined): BulkRequest {
  if (!isRecord(sent)) throw invalid("invalidSyntax", "A Bulk request is a JSON object.");
  requireSchema(sent, bulkUrn);
  const { Operations: operations, failOnErrors = null } = sent;
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalid("invalidSyntax", "Operations is a list of one operation or more.");
  }
  if (operations.length > mostOperations) {
    throw new ScimError(413, `A Bulk request has ${mostOperations} operations at most.`);
  }
  if (failOnErrors !== null && !(Number.isSafeInteger(failOnErrors) && Number(failOnErrors) > 0)) {
    throw invalid("invalidValue", "failOnErrors is a number from 1 on.");
  }
  const read = (operations as readonly Json[]).map(readOperation);
  const ids = read.flatMap(({ bulkId }) => bulkId ?? []);
  if (new Set(ids).size < ids.length) {
    throw invalid("invalidSyntax", "A bulkId stands for one operation.");
  }
  return {
    operations: read,
    failOnErrors: failOnErrors === null ? Number.POSITIVE_INFINITY : Number(failOnErrors),
  };
}

function readOperation(sent: Json): BulkOperation {
  if (!isRecord(sent)) throw invalid("invalidSyntax", "An operation is a JSON object.");
  const { bulkId, data, method, path, version } = sent;
  for (const text of [bulkId, version]) {
    if (text !== undefined && typeof text !== "string") {
      throw invalid("invalidSyntax", "bulkId and version are texts.");
    }
  }
  if (typeof method !== "string" || typeof path !== "string") {
    throw invalid("invalidSyntax", "An operation has a method and a path.");
  }
  return {
    method: method.toUpperCase(),
    path,
    ...(typeof bulkId === "string" ? { bulkId } : {}),
    ...(typeof version === "string" ? { version } : {}),
    ...(data === undefined ? {} : { data }),
  };
}

/** What an operation asks, before it is known what a bulkId in it stands for; undefined: nothing that there is. */
export function askedBy({ data, method, path, version }: BulkOperation): Asked | undefined {
  const [, part = "", , id] = /^\/(\w+)(\/([^/?#]+))?$/.exec(path) ?? [];
  const type = typeAt(part);
  if (type === undefined || (id === undefined) !== (method === "POST")) return undefined;
  if (method !== "POST" && method !== "PUT" && method !== "PATCH" && method !== "DELETE") {
    return undefined;
  }
  return {
    method,
    type,
    ...(id === undefined ? {} : { id }),
    ...(data === undefined ? {} : { data }),
    ...(version === undefined ? {} : { version }),
  };
}

const reference = /^bulkId:(.+)$/;

/**
 * Does the operations on the slate: each of them whole or not at all, those that come to nothing left out. People may refer to each
 * other in circles, since every id is promised before the first is made; whatever refers to one that came to nothing comes to nothing.
 */
export function runBulk(
  work: Omit<Work, "promised">,
  { failOnErrors, operations }: BulkRequest,
): readonly Done[] {
  const promises = promise(work.slate, operations);
  const failed = new Map<string, Done>();
  const absent = new Set<string>();
  for (;;) {
    const trial = tryOut(work.slate);
    const done = runOnce(
      { ...work, slate: trial },
      {
        failOnErrors,
        operations,
        promises,
        failed,
        absent,
      },
    );
    const news = done.filter(
      ({ operation: { bulkId }, error }) =>
        error !== undefined && bulkId !== undefined && !failed.has(bulkId),
    );
    // Somebody whom others may have referred to already is not there after all: begun again without them.
    for (const one of news) failed.set(`${one.operation.bulkId}`, one);
    const reached = new Set(done.map(({ operation }) => operation.bulkId));
    const unreached = [...promises.keys()].filter((id) => !reached.has(id) && !absent.has(id));
    for (const bulkId of unreached) absent.add(bulkId);
    if (news.length + unreached.length > 0) continue;
    trial.commit();
    return done;
  }
}

/** The ids that new resources will have, by their bulkId. */
function promise(slate: Slate, operations: readonly BulkOperation[]): ReadonlyMap<string, string> {
  return new Map(
    operations.flatMap((operation): readonly (readonly [string, string])[] => {
      const asked = askedBy(operation);
      if (asked?.method !== "POST" || operation.bulkId === undefined) return [];
      const { data, type } = asked;
      const known = type === userType && isRecord(data) ? personFor(slate, data) : undefined;
      const id = known ?? slate.id(type === userType ? "per" : "grp");
      return [[operation.bulkId, id]];
    }),
  );
}

interface Run extends BulkRequest {
  readonly promises: ReadonlyMap<string, string>;
  /** What is known to come to nothing, by its bulkId. */
  readonly failed: ReadonlyMap<string, Done>;
  /** What is never come to, since there were too many errors before. */
  readonly absent: ReadonlySet<string>;
}

function runOnce(work: Omit<Work, "promised">, run: Run): readonly Done[] {
  const { absent, failOnErrors, operations, promises } = run;
  const failed = new Map(run.failed);
  const live = [...promises]
    .filter(([bulkId]) => !failed.has(bulkId) && !absent.has(bulkId))
    .map(([, id]) => id);
  const promised = new Set(live);
  const outcomes = new Map<BulkOperation, Done>();
  let errors = 0;
  for (const operation of inOrder(operations)) {
    if (errors >= failOnErrors) break;
    const before = failed.get(operation.bulkId ?? "");
    const done = before ?? runOne({ ...work, promised }, operation, { ...run, failed });
    if (done.error !== undefined) {
      errors++;
      if (operation.bulkId !== undefined) failed.set(operation.bulkId, done);
    }
    outcomes.set(operation, done);
  }
  return operations.flatMap((operation) => outcomes.get(operation) ?? []);
}

/** People who are new come before whatever else refers to them; of those who refer to each other none has to be first. */
function inOrder(operations: readonly BulkOperation[]): readonly BulkOperation[] {
  const makers = new Map(
    operations.flatMap((one): readonly (readonly [string, BulkOperation])[] =>
      one.method === "POST" && one.bulkId !== undefined ? [[one.bulkId, one]] : [],
    ),
  );
  const ordered = new Set<BulkOperation>();
  const place = (operation: BulkOperation) => {
    const isNewUser = operation.method === "POST" && askedBy(operation)?.type === userType;
    const refers = isNewUser ? [] : referredIn([operation.path, operation.data ?? null]);
    for (const bulkId of refers) {
      const maker = makers.get(bulkId);
      if (maker !== undefined && maker !== operation) ordered.add(maker);
    }
    ordered.add(operation);
  };
  for (const operation of operations) place(operation);
  return [...ordered];
}

function runOne(work: Work, operation: BulkOperation, run: Run): Done {
  const trial = tryOut(work.slate);
  try {
    const asked = resolve(operation, run);
    const id = act({ ...work, slate: trial }, asked);
    if (asked.promised !== undefined && asked.promised !== id) {
      // Others may refer to somebody who is not there then.
      throw invalid("invalidSyntax", "Write the names of attributes as the schemas do.");
    }
    trial.commit();
    const status = { POST: 201, PUT: 200, PATCH: 200, DELETE: 204 }[asked.method];
    return { operation, status, asked, id };
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { operation, status: error.status, error: errorBody(error) };
  }
}

/** What an operation asks, with ids where bulkIds stood. @throws ScimError */
function resolve(operation: BulkOperation, { absent, failed, promises }: Run): Asked {
  const idOf = (bulkId: string): string => {
    const id = promises.get(bulkId);
    if (id !== undefined && !failed.has(bulkId) && !absent.has(bulkId)) return id;
    const why = id === undefined ? "is no new resource of this request" : "could not be made";
    throw new ScimError(409, `What bulkId:${bulkId.slice(0, 80)} stands for ${why}.`);
  };
  const pathId = /\/bulkId:([^/?#]+)$/.exec(operation.path)?.[1];
  const path =
    pathId === undefined
      ? operation.path
      : operation.path.replace(`bulkId:${pathId}`, () => idOf(pathId));
  const data = operation.data === undefined ? {} : { data: replaced(operation.data, idOf) };
  const asked = askedBy({ ...operation, ...data, path });
  if (asked === undefined) {
    throw new ScimError(404, "method and path name nothing that could be done here.");
  }
  if (asked.method !== "POST") return asked;
  if (operation.bulkId === undefined) {
    throw invalid("invalidSyntax", "A new resource needs a bulkId.");
  }
  const promised = promises.get(operation.bulkId);
  return promised === undefined ? asked : { ...asked, promised };
}

/** Only whole texts stand for something; within one they are words. */
function replaced(value: Json, idOf: (bulkId: string) => string): Json {
  if (typeof value === "string") {
    const bulkId = reference.exec(value)?.[1];
    return bulkId === undefined ? value : idOf(bulkId);
  }
  if (Array.isArray(value)) return value.map((one: Json) => replaced(one, idOf));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, one]) => [key, replaced(one, idOf)] as const);
  return Object.fromEntries(entries) as Resource;
}

function referredIn(value: Json): readonly string[] {
  if (typeof value === "string") return [/bulkId:([^/?#]+)$/.exec(value)?.[1] ?? []].flat();
  if (Array.isArray(value)) return value.flatMap((one: Json) => referredIn(one));
  return isRecord(value) ? Object.values(value).flatMap(referredIn) : [];
}
