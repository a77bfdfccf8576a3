import type { BrowserContext, ConsoleMessage } from "playwright-core";

/** What a page must never do, gathered as it happens. */
export interface Faults {
  /** One sentence each. */
  readonly seen: readonly string[];
}

/** Answers that the screens expect and deal with; Chromium notes each as an error. */
const expected: readonly RegExp[] = [
  // A browser that is no seat yet, or no console yet, asks once.
  /status of 401 .*\/bedside\/api\/stream$/,
  /status of 401 .*\/console\/api\/me$/,
  // What the policy does not let somebody see, the console says in words.
  /status of 403 .*\/console\/api\//,
  // A passkey that is not accepted, and one that was asked for too long ago.
  /status of (409|422) .*\/(passkey|desk)\/[a-z-]+$/,
  // An application that is not described well, or is there already.
  /status of (400|409) .*\/console\/api\/applications$/,
  // A screen whose clock has jumped asks again with the right time.
  /status of 401 .*\/bedside\/api\/lock$/,
  // A phone without a connection asks all the same, to hear when it is back.
  /ERR_INTERNET_DISCONNECTED .*\/pocket\/api\/(state|changes)$/,
  // Whoever is out hears of it by a stream that is not granted any more, asks, and says so.
  /status of (401|409) .*\/(pocket|console)\/api\/changes$/,
  // Somebody else is in by now.
  /status of 409 .*\/bedside\/api\//,
];

/**
 * Watches every page of a context: requests to another host, breaches of the content security policy, errors on the
 * console, exceptions, answers of 500 and above.
 *
 * @param origin the server's own address
 */
export async function watchFaults(context: BrowserContext, origin: string): Promise<Faults> {
  const seen: string[] = [];
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`content security policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  context.on("request", (request) => {
    if (new URL(request.url()).origin !== origin) seen.push(`request to ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) seen.push(`${response.status()} of ${response.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message)) seen.push(`console: ${say(message)}`);
  });
  context.on("weberror", (error) => seen.push(`exception: ${error.error().message}`));
  return { seen };
}

function say(message: ConsoleMessage): string {
  return `${message.text()} ${message.location().url}`;
}

function isExpected(message: ConsoleMessage): boolean {
  return expected.some((pattern) => pattern.test(say(message)));
}
