import type { FastifyInstance, FastifyPluginAsync } from "fastify";
import type { App } from "../../app.ts";
import type { Command } from "../../world/index.ts";
import type { CheckStatus } from "./check-status.ts";
import { PassportError } from "./passport.ts";
import type { AskedPresentation, Presentations, Verdict } from "./presentations.ts";
import { audienceOf, longestAnswer, presentationIn, responsePath } from "./request-passport.ts";
import { verifyPassport } from "./verify-passport.ts";

/** What wallets' answers are looked at with. */
export interface AnswerDeps {
  readonly app: Pick<App, "submit" | "world" | "bundles" | "now">;
  readonly presentations: Presentations;
  readonly checkStatus: CheckStatus;
}

/** An answer of a page of a wallet may be read by it. There is no cookie here, and nothing to read. */
const anybody = { "access-control-allow-origin": "*" };

/**
 * Where wallets answer requests for a passport (OpenID4VP 1.0 section 8.2): no cookie and no key, but the state of a request that
 * nobody else was told. The wallet hears whether it was taken; the reason is for the desk that asked.
 */
export function walletAnswers(deps: AnswerDeps): FastifyPluginAsync {
  return async (server) => {
    readForms(server);
    const schema = { summary: "A wallet's answer to a request for a staff passport", hide: true };
    server.post(responsePath, { schema }, async (request, reply) => {
      const form = new URLSearchParams(String(request.body));
      const presentation = await deps.presentations.answer(form.get("state") ?? "");
      const verdict = presentation && (await judge(deps, presentation, form));
      void reply.headers(anybody);
      if (verdict?.type === "believed") return {};
      return reply.code(400).send({
        error: "invalid_request",
        error_description:
          verdict === undefined
            ? "Nobody waits for this answer (any more). Scan the code on the screen anew."
            : "This was not accepted. The screen that asked for it says why.",
      });
    });
  };
}

/** Nothing but a form is read here. */
function readForms(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    "application/x-www-form-urlencoded",
    { parseAs: "string", bodyLimit: longestAnswer },
    (_request, body, done) => done(null, body),
  );
}

async function judge(
  deps: AnswerDeps,
  presentation: AskedPresentation,
  form: URLSearchParams,
): Promise<Verdict> {
  const verdict = await verdictOn(deps, presentation, form);
  if (verdict.type === "refused") await deps.app.submit(noteRefusal(presentation, verdict.why));
  await deps.presentations.settle(presentation, verdict);
  return verdict;
}

async function verdictOn(
  { app, checkStatus }: AnswerDeps,
  presentation: AskedPresentation,
  form: URLSearchParams,
): Promise<Verdict> {
  const refused = (why: PassportError["code"]) => ({ type: "refused", why }) as const;
  // Section 8.5: the holder did not want to, or the wallet has none.
  if (form.has("error")) return refused("declined");
  const presented = presentationIn(form.get("vp_token") ?? "");
  if (presented === undefined) return refused("unreadable");
  const passports = app.bundles.current(app.world())?.passports;
  if (passports === undefined) return refused("untrusted-issuer");
  const expected = {
    audience: audienceOf(presentation),
    nonce: presentation.nonce,
    at: app.now(),
  };
  try {
    const { issuer, ...passport } = await verifyPassport(
      presented,
      expected,
      passports,
      checkStatus,
    );
    return { type: "believed", passport: { ...passport, issuer: issuer.issuer } };
  } catch (error) {
    if (error instanceof PassportError) return refused(error.code);
    throw error;
  }
}

/** That one was shown and not believed is on record: a forged one is tried again elsewhere. */
function noteRefusal({ engagement, person }: AskedPresentation, why: string): Command<void> {
  return {
    name: "passport.refuse",
    actor: { type: "person", id: person },
    handle: () => ({
      records: [{ kind: "passport.refused", body: { engagement, why } }],
      answer: undefined,
    }),
  };
}
