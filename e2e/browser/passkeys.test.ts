import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { describeWith } from "../../tests/house/needs.ts";
import { giveAuthenticator, type VirtualAuthenticator } from "../support/authenticator.ts";
import { launchBrowser } from "../support/browser.ts";
import { type Demonstration, startDemonstration } from "../support/demonstration.ts";
import { look } from "../support/look.ts";
import { atADesk, bedside } from "../support/measure.ts";
import type { Person, SeatScreen } from "../support/seat.ts";

const chromium = await launchBrowser();
const order = "Paracetamol 1 g, four times a day";
const host = "localhost";

describeWith(chromium, "passkeys", ({ browser, close }) => {
  let hospital: Demonstration;
  let desk: SeatScreen;
  let doctors: VirtualAuthenticator;
  let nurses: VirtualAuthenticator;
  let doctor: Person;

  beforeAll(async () => {
    hospital = await startDemonstration(browser, ordersByPasskey);
    desk = await hospital.openPage("/console/", { host });
    doctor = hospital.person("doctor");
  });
  afterAll(async () => {
    await hospital?.close();
    await close();
  });
  afterEach(() => {
    expect(hospital.faults()).toEqual([]);
  });

  const give = async (person: Person, button: string): Promise<void> => {
    await desk.page.getByLabel("Badge number").fill(person.badge);
    await desk.page.getByLabel("PIN").fill(person.pin);
    await desk.page.getByRole("button", { name: button, exact: true }).click();
  };
  const supervise = async (): Promise<void> => {
    await give(hospital.person("manager"), "Sign in");
    await desk.page.getByRole("link", { name: "Enrolment desk" }).click();
    await desk.page.getByRole("heading", { name: "Enrolment desk" }).waitFor();
  };
  const enrol = async (person: Person): Promise<VirtualAuthenticator> => {
    const authenticator = await giveAuthenticator(desk.page);
    await give(person, "This is me");
    await desk.button("Make a passkey").click();
    await desk.said(`${person.name} has a new passkey.`).waitFor();
    return authenticator;
  };
  const signOut = async (): Promise<void> => {
    await desk.button("Sign out").click();
    await desk.button("Sign in with a passkey").waitFor();
  };
  const signInByPasskey = () => desk.button("Sign in with a passkey").click();

  test("[A1] a ward manager supervises the desk: the doctor proves who they are, and makes one", async () => {
    await desk.button("Sign in with a passkey").waitFor();
    expect(await look(desk.page, "console-sign-in", atADesk)).toEqual([]);
    await supervise();
    expect(await look(desk.page, "console-desk", atADesk)).toEqual([]);
    doctors = await enrol(doctor);
    expect(await doctors.credentials()).toMatchObject([{ rpId: host, isResidentCredential: true }]);
    await desk.button("Next person").click();
    await give(doctor, "This is me");
    await desk.page.getByRole("list", { name: "Passkeys" }).waitFor();
    await desk.button("Make a passkey").click();
    await desk.said("Say first what you checked").waitFor();
    expect(await look(desk.page, "console-desk-person", atADesk)).toEqual([]);
    await signOut();
  });

  test("[A1] the doctor signs in at the console with it, without typing anything", async () => {
    await signInByPasskey();
    await desk.page.getByRole("banner").getByText(doctor.name).waitFor();
    await signOut();
  });

  test("[A1] with user verification refused nobody comes in", async () => {
    await doctors.verifies(false);
    await signInByPasskey();
    await desk.said("No passkey was used.").waitFor();
    await doctors.verifies(true);
  });

  test("[A2] at the bedside the order asks for it, and the same text goes on", async () => {
    const seat = await hospital.openSeat({ host });
    const [credential] = await doctors.credentials();
    if (credential === undefined) throw new Error("the doctor has no passkey");
    const [patient] = hospital.demo.patients;
    await seat.signIn(doctor);
    await seat.open(patient?.number ?? "");
    await seat.button(/^Place this order/).click();

    // Refused before it was tried; where its user is not verified nothing happens, and the way stays open.
    const refusal = seat.page.getByTestId("refusal");
    const mine = await giveAuthenticator(seat.page);
    await mine.add(credential);
    await mine.verifies(false);
    await refusal.getByRole("button", { name: "Use your passkey" }).click();
    const dialog = seat.page.getByRole("dialog", { name: "Please confirm it is you" });
    await dialog.getByText("No passkey was used.").waitFor();
    expect(await look(seat.page, "step-up-passkey", bedside)).toEqual([]);
    await mine.verifies(true);
    await dialog.getByRole("button", { name: "Use your passkey" }).click();
    const text = seat.page.getByLabel("Place this order: text");
    await text.fill(order);
    await seat.button(/^Place this order for /).click();
    await seat.said("The order is placed.").waitFor();
  });

  test("[A1] at a locked seat it comes in without a badge; not verified, nobody does", async () => {
    const seat = await hospital.openSeat({ host });
    const [credential] = await doctors.credentials();
    if (credential === undefined) throw new Error("the doctor has no passkey");
    const mine = await giveAuthenticator(seat.page);
    await mine.add({ ...credential, signCount: credential.signCount + 10 });
    await mine.verifies(false);
    await seat.button("Sign in with a passkey").click();
    await seat.said("No passkey was used.").waitFor();
    expect(await look(seat.page, "locked-passkey", bedside)).toEqual([]);
    await mine.verifies(true);
    await seat.button("Sign in with a passkey").click();
    await seat.patients.waitFor();
    await seat.page.getByRole("banner").getByText(doctor.name).waitFor();
    const [used] = await mine.credentials();
    if (used === undefined) throw new Error("the passkey has gone");
    await seat.lock();
    // The console's copy goes on from the counter of this one.
    await doctors.remove();
    doctors = await giveAuthenticator(desk.page);
    await doctors.add(used);
  });

  test("[S1] another person's passkey does not step up whoever is in", async () => {
    await supervise();
    await doctors.remove();
    const nurse = hospital.person("nurse");
    nurses = await enrol(nurse);
    const [theirs] = await nurses.credentials();
    if (theirs === undefined) throw new Error("the nurse has no passkey");
    const seat = await hospital.openSeat({ host });
    await seat.signIn(doctor);
    await seat.open(hospital.demo.patients[1]?.number ?? "");
    // The session that moved here is still level 3, but its passkey was given too long ago by now.
    await seat.button(/^Place this order.+/).click();
    await (await giveAuthenticator(seat.page)).add(theirs);
    const refusal = seat.page.getByTestId("refusal");
    await refusal.getByRole("button", { name: "Use your passkey" }).click();
    const dialog = seat.page.getByRole("dialog", { name: "Please confirm it is you" });
    await dialog.getByText("No passkey was used.").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await refusal.waitFor();
  });

  test("[A1] of two copies of a passkey the one whose counter goes back is refused, and locks it", async () => {
    const [theirs] = await nurses.credentials();
    if (theirs === undefined) throw new Error("the nurse has no passkey");
    const nurse = hospital.person("nurse");
    await signOut();
    await nurses.remove();
    const original = await giveAuthenticator(desk.page);
    await original.add({ ...theirs, signCount: 9 });
    await signInByPasskey();
    await desk.page.getByRole("banner").getByText(nurse.name).waitFor();
    await signOut();
    await original.remove();
    const copy = await giveAuthenticator(desk.page);
    await copy.add({ ...theirs, signCount: 3 });
    await signInByPasskey();
    await desk.said("This passkey was not accepted.").waitFor();
    await copy.remove();
    await (await giveAuthenticator(desk.page)).add({ ...theirs, signCount: 20 });
    await signInByPasskey();
    await desk.said("This passkey was not accepted.").waitFor();
  });
});

/** A policy under which an order needs a passkey that was given within eight seconds. */
function ordersByPasskey(name: string, text: string): string {
  return name === "assurance.yaml"
    ? text.replace(/^order\.place: .*$/m, "order.place: { level: 3, within: 8 s }")
    : text;
}
