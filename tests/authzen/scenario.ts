import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  compilePolicies,
  createEntityStore,
  createPdp,
  type Entity as EngineEntity,
} from "../../src/engine/index.ts";
import type {
  AuthzenOptions,
  Evaluation,
  Found,
  Properties,
  SearchQuery,
} from "../../src/http/index.ts";

/** What the scenario's schema declares as facts of a request, and of what type; other claims are no facts. */
const declared = {
  subject: { role: "string" },
  resource: { status: "string" },
  action: { soft: "boolean" },
} as const;

/** The certification scenario's fixture: its own schema, policies and entities, behind the same interface. */
export async function openScenario(): Promise<
  Pick<AuthzenOptions, "evaluate"> & Required<Pick<AuthzenOptions, "search">>
> {
  const read = (name: string) =>
    readFileSync(join(import.meta.dirname, `certification.${name}`), "utf8");
  const policies = Object.fromEntries(
    read("cedar")
      .split(/(?<=;)\s*$/m)
      .map((text) => [/@id\("([^"]+)"\)/.exec(text)?.[1] ?? "", text] as const)
      .filter(([id]) => id !== ""),
  );
  const compiled = await compilePolicies(
    { schema: read("cedarschema"), policies },
    { sha256: (bytes) => createHash("sha256").update(bytes).digest() },
  );
  if (compiled.type === "refused") throw new Error(JSON.stringify(compiled.problems));
  const store = createEntityStore(compiled.set.schema);
  store.apply({ put: JSON.parse(read("entities.json")) as EngineEntity[] });
  const pdp = createPdp(compiled.set, store, { onPolicyError: "forbid-denies" });
  const permits = ({ subject, action, resource }: Evaluation) =>
    pdp.decide({
      principal: { type: subject.type, id: subject.id },
      action: { type: "Action", id: action.name },
      resource: { type: resource.type, id: resource.id },
      context: {
        subject: claims(subject.properties, declared.subject),
        resource: claims(resource.properties, declared.resource),
        action: claims(action.properties, declared.action),
      },
    }).allow;
  const candidates = (query: SearchQuery): [Evaluation, Found["results"][number]][] => {
    if (query.target === "subject") {
      return store.ofType(query.type).map((uid) => [{ ...query, subject: uid }, uid]);
    }
    if (query.target === "resource") {
      return store.ofType(query.type).map((uid) => [{ ...query, resource: uid }, uid]);
    }
    const names = [...compiled.set.schema.actions.values()].map(({ id }) => id);
    return names.map((name) => [{ ...query, action: { name } }, { name }]);
  };
  return {
    evaluate: async (evaluation) => ({ decision: permits(evaluation) }),
    async search(query, _caller, { token = "0", limit }) {
      const all = candidates(query).filter(([evaluation]) => permits(evaluation));
      const from = Number(Buffer.from(token, "base64url").toString()) || 0;
      const results = all.slice(from, from + limit).map(([, result]) => result);
      const next = from + limit;
      if (next >= all.length) return { results };
      return { results, next: Buffer.from(String(next)).toString("base64url") };
    },
  };
}

function claims(
  properties: Properties = {},
  types: Readonly<Record<string, string>>,
): Readonly<Record<string, string | boolean>> {
  const known = Object.entries(properties).filter(
    ([name, value]) => Object.hasOwn(types, name) && typeof value === types[name],
  );
  return Object.fromEntries(known) as Record<string, string | boolean>;
}
