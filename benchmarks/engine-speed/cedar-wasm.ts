import {
  type AuthorizationAnswer,
  type Entities,
  isAuthorized,
  preparsePolicySet,
  preparseSchema,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import { type Prepare, ready, type Size } from "./contender.ts";
import type { Domain, PlainRequest } from "./domain.ts";
import { policyTexts, schemaText } from "./policies.ts";
import { sliceFrom } from "./slice.ts";

/** Policies parsed beforehand; the three entities of each request. */
export const prepareStateful: Prepare = async (domain, size) => {
  const name = preparsed(size);
  const slice = sliceFrom(domain);
  return answering(
    domain,
    (request) => ({ ...request, entities: slice(request) as Entities }),
    (call) => statefulIsAuthorized({ ...call, preparsedPolicySetId: name }),
  );
};

/** As {@link prepareStateful}, with the request and the entities checked against the schema. */
export const prepareStatefulValidated: Prepare = async (domain, size) => {
  const name = preparsed(size);
  preparseSchema("benchmark", schemaText());
  const slice = sliceFrom(domain);
  return answering(
    domain,
    (request) => ({ ...request, entities: slice(request) as Entities }),
    (call) =>
      statefulIsAuthorized({
        ...call,
        preparsedPolicySetId: name,
        preparsedSchemaName: "benchmark",
        validateRequest: true,
      }),
  );
};

/** Policies parsed beforehand; all entities with each request, since there is nowhere to keep them. */
export const prepareStatefulWhole: Prepare = async (domain, size) => {
  const name = preparsed(size);
  const entities = [...domain.entities, ...domain.actions] as Entities;
  return answering(
    domain,
    (request) => request,
    (request) => statefulIsAuthorized({ ...request, entities, preparsedPolicySetId: name }),
  );
};

/** The policy texts with each request, and its three entities. */
export const prepareText: Prepare = async (domain, size) => {
  const policies = { staticPolicies: { ...policyTexts(size) } };
  const slice = sliceFrom(domain);
  return answering(
    domain,
    (request) => ({ ...request, entities: slice(request) as Entities }),
    (call) => isAuthorized({ ...call, policies }),
  );
};

function preparsed(size: Size): string {
  const name = `benchmark-${size}`;
  const answer = preparsePolicySet(name, { staticPolicies: { ...policyTexts(size) } });
  if (answer.type === "failure") throw new Error("cedar-wasm does not take the policies");
  return name;
}

function answering<T>(
  domain: Domain,
  one: (request: PlainRequest) => T,
  call: (request: T) => AuthorizationAnswer,
) {
  const responseTo = (request: T) => {
    const answer = call(request);
    if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
    return answer.response;
  };
  return ready(domain, one, {
    decide: (request) => responseTo(request).decision === "allow",
    explain: (request) => {
      const { decision, diagnostics } = responseTo(request);
      const errors = diagnostics.errors.map(({ policyId }) => policyId).sort();
      return { allow: decision === "allow", reasons: diagnostics.reason.toSorted(), errors };
    },
  });
}
