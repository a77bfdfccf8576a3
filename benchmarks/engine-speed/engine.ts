import { createHash } from "node:crypto";
import {
  compilePolicies,
  createCedar,
  createEntityStore,
  createPdp,
  type EngineRequest,
  type EntityStore,
  type Pdp,
} from "../../src/engine/index.ts";
import { type Prepare, type Ready, ready, type Size } from "./contender.ts";
import type { Domain } from "./domain.ts";
import { policyTexts, schemaText } from "./policies.ts";
import { sliceFrom } from "./slice.ts";

/** A decision point over the whole hospital. */
export async function openPdp(
  domain: Domain,
  size: Size,
): Promise<{ readonly pdp: Pdp; readonly store: EntityStore }> {
  const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
  const source = { schema: schemaText(), policies: policyTexts(size) };
  const compiled = await compilePolicies(source, { sha256 });
  if (compiled.type === "refused") throw new Error(JSON.stringify(compiled.problems));
  const store = createEntityStore(compiled.set.schema);
  store.apply({ put: domain.entities });
  return { pdp: createPdp(compiled.set, store, { onPolicyError: "skip" }), store };
}

/** Entities looked up and contexts decoded beforehand: what is left is the decision. */
export const prepareEngineValues: Prepare = async (domain, size) => {
  const { pdp, store } = await openPdp(domain, size);
  return ready(
    domain,
    ({ action, context, principal, resource }) => ({
      principal: store.find(principal),
      action: store.find(action),
      resource: store.find(resource),
      context: pdp.decodeContext(action, context),
    }),
    answers(pdp),
  );
};

/** Plain objects, as they come from JSON.parse; identities are looked up and the context is held to the schema. */
export const prepareEngineObjects: Prepare = async (domain, size) => {
  const { pdp } = await openPdp(domain, size);
  return ready(domain, (request) => fromJson(request), answers(pdp));
};

/** An object with no history. */
function fromJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function answers(pdp: Pdp): Pick<Ready<EngineRequest>, "decide" | "explain"> {
  return {
    decide: (request: EngineRequest) => pdp.decide(request).allow,
    explain: (request: EngineRequest) => {
      const { allow, errors, reasons } = pdp.decide(request);
      return { allow, reasons, errors: errors.map(({ policy }) => policy ?? "") };
    },
  };
}

/** cedar-wasm's own call: policies parsed beforehand, three entities as JSON with each request. */
export const prepareEngineDropIn: Prepare = async (domain, size) => {
  const cedar = createCedar();
  const name = `benchmark-${size}`;
  cedar.preparsePolicySet(name, { staticPolicies: { ...policyTexts(size) } });
  const slice = sliceFrom(domain);
  type Call = Parameters<typeof cedar.statefulIsAuthorized>[0];
  const responseTo = (call: Call) => {
    const answer = cedar.statefulIsAuthorized(call);
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response;
  };
  return ready(
    domain,
    (request): Call =>
      fromJson({
        ...request,
        entities: [...slice(request)] as Call["entities"],
        preparsedPolicySetId: name,
      }),
    {
      decide: (call) => responseTo(call).decision === "allow",
      explain: (call) => {
        const { decision, diagnostics } = responseTo(call);
        const errors = diagnostics.errors.map(({ policyId }) => policyId);
        return { allow: decision === "allow", reasons: diagnostics.reason, errors };
      },
    },
  );
};
