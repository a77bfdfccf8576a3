import { interactionPolicy } from "oidc-provider";

/**
 * What stands between a request and its code: each time, the browser says which seat or console it is, and the live
 * session there answers. Nothing is remembered from the last time, so that nobody answers for whoever tapped in since (S2).
 * Consent is the administrator's, by registering the application: asking for it finds it given.
 */
export function onePrompt(): ReturnType<typeof interactionPolicy.base> {
  const { base, Check, Prompt } = interactionPolicy;
  const policy = base();
  policy.clear();
  const unproven = new Check(
    "surface_unproven",
    "the seat or console has not said who is in",
    "login_required",
    (ctx) => ctx.oidc.result?.login === undefined,
  );
  policy.add(new Prompt({ name: "login", requestable: true }, unproven));
  policy.add(new Prompt({ name: "consent", requestable: true }));
  return policy;
}
