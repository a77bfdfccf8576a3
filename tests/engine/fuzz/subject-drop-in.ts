/** The engine in cedar-wasm's own form, without a schema. */
import type { AuthorizationCall, StatefulAuthorizationCall } from "@cedar-policy/cedar-wasm/nodejs";
import { createCedar } from "../../../src/engine/index.ts";
import { entityJson, linkJson, nativeLong, requestJson } from "./json.ts";
import { type Answer, actionEntities, type PrintedSet, readAnswer } from "./oracle.ts";
import type { FuzzSet, Request } from "./types.ts";

/** The drop-in with a set: prepared once, or as a whole at each request. */
export interface DropIn {
  readonly stateful: (request: Request) => Answer;
  readonly whole: (request: Request) => Answer;
}

/** Gives the drop-in a set. @throws Error if it refuses it */
export function prepareDropIn({ schema, links, entities }: FuzzSet, printed: PrintedSet): DropIn {
  const cedar = createCedar();
  const policies = {
    staticPolicies: { ...printed.policies },
    templates: { ...printed.templates },
    templateLinks: links.map(linkJson),
  };
  const parsed = cedar.preparsePolicySet("fuzz", policies);
  if (parsed.type !== "success") throw new Error(`refused: ${JSON.stringify(parsed)}`);
  const actions = actionEntities(schema);
  const phases = entities.map((list) => [
    ...list.map((entity) => entityJson(entity, nativeLong)),
    ...actions,
  ]);
  const call = (request: Request): object => ({
    ...requestJson(request, nativeLong),
    entities: phases[request.phase] ?? [],
  });
  return {
    stateful: (request) =>
      readAnswer(
        cedar.statefulIsAuthorized({
          ...call(request),
          preparsedPolicySetId: "fuzz",
        } as StatefulAuthorizationCall),
      ),
    whole: (request) =>
      readAnswer(cedar.isAuthorized({ ...call(request), policies } as AuthorizationCall)),
  };
}
