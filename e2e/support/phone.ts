import type { Page } from "playwright-core";
import { giveAuthenticator, type VirtualAuthenticator } from "./authenticator.ts";
import type { Demonstration } from "./demonstration.ts";
import type { Least } from "./measure.ts";
import type { Person, SeatScreen } from "./seat.ts";

/** Passkeys are for a name, not for a number. */
const phoneHost = "localhost";

/** One thumb. */
export const inOneHand: Least = { target: 44, text: 16 };

/** As small as phones are. */
export async function small(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
}

/** A passkey for somebody, made at the desk. */
export async function enrolPasskey(
  hospital: Demonstration,
  person: Person,
): Promise<VirtualAuthenticator> {
  const desk = await hospital.openPage("/console/", { host: phoneHost });
  const give = async ({ badge, pin }: Person, button: string): Promise<void> => {
    await desk.page.getByLabel("Badge number").fill(badge);
    await desk.page.getByLabel("PIN").fill(pin);
    await desk.page.getByRole("button", { name: button, exact: true }).click();
  };
  await give(hospital.person("manager"), "Sign in");
  await desk.page.getByRole("link", { name: "Enrolment desk" }).click();
  await desk.page.getByRole("heading", { name: "Enrolment desk" }).waitFor();
  const authenticator = await giveAuthenticator(desk.page);
  await give(person, "This is me");
  await desk.button("Make a passkey").click();
  await desk.said(`${person.name} has a new passkey.`).waitFor();
  return authenticator;
}

/** A browser on a phone, with the passkey that somebody holds; the passkey moves on to it with its counter. */
export async function openPhonePage(
  hospital: Demonstration,
  holder: VirtualAuthenticator,
): Promise<{ readonly screen: SeatScreen; readonly holder: VirtualAuthenticator }> {
  const screen = await hospital.openPage("/pocket/", { host: phoneHost, before: small });
  const [passkey] = await holder.credentials();
  if (passkey === undefined) throw new Error("there is no passkey");
  const next = await giveAuthenticator(screen.page);
  await next.add(passkey);
  return { screen, holder: next };
}

/** What the hospital's management of devices says of the phone that shows its number on the page. */
export async function reportPhone(
  { server, demo }: Demonstration,
  page: Page,
  managed: boolean,
): Promise<void> {
  const said = await page.getByText(/dev_/).textContent();
  const device = /dev_[\w-]+/.exec(said ?? "")?.[0];
  const answer = await fetch(`${server.url}/devices/report`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${demo.apiKey}` },
    body: JSON.stringify({
      devices: [{ device, managed, encrypted: true, checkedIn: new Date().toISOString() }],
    }),
  });
  const { changed } = (await answer.json()) as { readonly changed?: readonly unknown[] };
  if (changed?.[0] !== device) throw new Error(`the report on ${device} changed ${changed}`);
}

/** A registered, managed phone of somebody's, signed in. */
export async function phoneOf(hospital: Demonstration, person: Person): Promise<SeatScreen> {
  const { screen } = await openPhonePage(hospital, await enrolPasskey(hospital, person));
  await screen.button("Register with a passkey").click();
  await screen.page.getByRole("banner").getByText(person.name).waitFor();
  await reportPhone(hospital, screen.page, true);
  await screen.page.getByText(/^At /).waitFor();
  await screen.page.getByText(/dev_/).waitFor({ state: "detached" });
  return screen;
}
