/** What was found, as a code. */
export type FindingCause =
  | "ownerless"
  | "unused"
  | "sleeping"
  | "undead-credential"
  | "still-called"
  | "leaked-tried"
  | "beside-a-leak"
  | "canary-used"
  | "vendor-flagged"
  | "vendor-unknown"
  | "third-party-unbounded"
  | "secret"
  | "api-key-alone"
  | "keys-without-tls"
  | "secrets-guessed"
  | "unused-scopes"
  | "gives-every-role"
  | "generic-audience"
  | "shared-subject"
  | "issuer-without-tls"
  | "tokens-from-anywhere"
  | "long-secret"
  | "old-key"
  | "secret-habit"
  | "old-api-key"
  | "wrong-environment"
  | "account-across-environments"
  | "subject-of-another-environment"
  | "production-rests-on-test"
  | "environment-unsaid"
  | "replayed"
  | "second-place"
  | "unexpected-place"
  | "many-places"
  | "shared-identity"
  | "signed-in-as"
  | "outside-hours"
  | "subject-is-a-person";

/** What is said of a finding, and what is to be done about it. */
export interface FindingWords {
  readonly what: string;
  readonly fix: string;
}

/** By what each kind of finding is told. */
export const findingWords: Readonly<Record<FindingCause, FindingWords>> = {
  ownerless: {
    what: "Nobody who works here answers for it",
    fix: "Hand it over to somebody with a deputy, or retire it.",
  },
  unused: {
    what: "Nobody has used it for a month or more",
    fix: "Retire it, or let its owner say what it waits for.",
  },
  sleeping: {
    what: "It has been suspended for three months, and was never ended",
    fix: "Retire it: it is refused already.",
  },
  "undead-credential": {
    what: "It is decommissioned, and has a credential that was never ended",
    fix: "End the credential.",
  },
  "still-called": {
    what: "It is gone, and something calls as it still",
    fix: "Find the caller at that place and remove its settings.",
  },
  "leaked-tried": {
    what: "A credential that leaked is tried still",
    fix: "Find out who calls from there: they have read where it leaked.",
  },
  "beside-a-leak": {
    what: "Another secret of it leaked while this one was there",
    fix: "Replace this secret too: where one lay the other may lie.",
  },
  "canary-used": {
    what: "A secret that belongs to nobody was used",
    fix: "Somebody reads the place where it was laid: look at who can, and at everything else that lies there.",
  },
  "vendor-flagged": {
    what: "Its vendor is not trusted now",
    fix: "Stop it until the vendor has answered, or accept that it runs on.",
  },
  "vendor-unknown": {
    what: "Nobody has said who makes it",
    fix: "Ask for it anew with its vendor, or retire it.",
  },
  "third-party-unbounded": {
    what: "Somebody else's program may have everything, from everywhere",
    fix: "Name the networks that it calls from, the wards, or the resources that it needs.",
  },
  secret: {
    what: "It proves itself by a secret, which is an exception",
    fix: "Give it a key of its own or federation, and end the secret.",
  },
  "api-key-alone": {
    what: "It has an API key and nothing better",
    fix: "Give it a key of its own or federation.",
  },
  "keys-without-tls": {
    what: "Its keys are fetched from an address without TLS",
    fix: "Publish the keys at an https:// address.",
  },
  "secrets-guessed": {
    what: "Somebody tries secrets as this workload",
    fix: "Find out who calls from there; end the secret if there is one.",
  },
  "unused-scopes": {
    what: "It may more than it has done for a month",
    fix: "Narrow it to what it used.",
  },
  "gives-every-role": {
    what: "It may give every role everywhere",
    fix: "Say which roles it gives in which wards.",
  },
  "generic-audience": {
    what: "Tokens that name an audience of everybody's are taken",
    fix: "Have the platform issue its token for this server's own audience, and register that.",
  },
  "shared-subject": {
    what: "Its federated subject is one that other programs have too",
    fix: "Give it a service account or environment of its own, and register that subject.",
  },
  "issuer-without-tls": {
    what: "The issuer of its tokens is named without TLS",
    fix: "Use an issuer with an https:// address.",
  },
  "tokens-from-anywhere": {
    what: "The same token is taken again, and from nearly anywhere",
    fix: "Name the networks that it really calls from.",
  },
  "long-secret": {
    what: "A secret lasts longer than thirty days",
    fix: "Replace it by one that does not, or by a key.",
  },
  "old-key": {
    what: "A key has not been turned for half a year",
    fix: "Turn it: add its successor with an overlap.",
  },
  "secret-habit": {
    what: "For three months one secret has followed another",
    fix: "The exception became a habit: give it a key or federation.",
  },
  "old-api-key": {
    what: "Its API key is older than three months",
    fix: "Make a new one, or give it a key of its own.",
  },
  "wrong-environment": {
    what: "A token of another environment was presented as this one",
    fix: "Look at the settings of whoever calls from there.",
  },
  "account-across-environments": {
    what: "Production shares an account with a test",
    fix: "Give each its own account.",
  },
  "subject-of-another-environment": {
    what: "Production is proved by a token of a test environment",
    fix: "Register the subject of its production environment.",
  },
  "production-rests-on-test": {
    what: "A workload in production needs one that is no production",
    fix: "Move what it needs into production, or cut it off.",
  },
  "environment-unsaid": {
    what: "Nobody has said in which environment it runs",
    fix: "Ask for it anew with its environment.",
  },
  replayed: {
    what: "The same proof was presented twice",
    fix: "Find out who else has it: turn the key without overlap.",
  },
  "second-place": {
    what: "It runs in one place at a time, and was tried at another one",
    fix: "Find out who calls from there, or declare the fail-over node.",
  },
  "unexpected-place": {
    what: "It was let in from a place where it was never before",
    fix: "Ask its owner whether it moved; name its networks.",
  },
  "many-places": {
    what: "One credential is used at three places or more within an hour",
    fix: "Give each instance a credential of its own.",
  },
  "shared-identity": {
    what: "Two workloads share a key, a subject or an account",
    fix: "Give each its own.",
  },
  "signed-in-as": {
    what: "Somebody tried to sign in as this workload",
    fix: "Ask who it was: give them access of their own, and turn what they had.",
  },
  "outside-hours": {
    what: "It was called outside its hours",
    fix: "Ask its owner who calls then; widen the hours if it is right.",
  },
  "subject-is-a-person": {
    what: "Its federated subject is a person",
    fix: "Give the program a service account of its own.",
  },
};
