import Provider, { errors } from "oidc-provider";

const whys = {
  session:
    "The session is locked, at another seat, or back at another patient. Try again once it is back at this one, or launch anew.",
  chart:
    "The person of this session may not open the chart that it was launched for now. Try again later, or launch anew.",
};

/** 503 with Retry-After (RFC 9110 section 15.6.4), never `invalid_grant`: the tokens come back with the session or the chart. */
export function tryAgain(why: keyof typeof whys): Error {
  Provider.ctx?.set("Retry-After", "5");
  const error = new errors.OIDCProviderError(503, "temporarily_unavailable");
  return Object.assign(error, { expose: true, error_description: whys[why] });
}
