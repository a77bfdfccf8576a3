import { system } from "../../app.ts";
import { recheckRegistrations, registerFailed } from "../../lifecycle/index.ts";
import type { RegisterAct } from "../vocabulary/acts.ts";
import { RehearsalError } from "./errors.ts";
import type { Run } from "./run.ts";
import { registerName } from "./stage.ts";
import { done, type Ending } from "./turn.ts";

/** What a professional register says when it is asked (L7), or that it says nothing. */
export async function performRegister(
  { performers, stage: { app } }: Run,
  act: RegisterAct,
): Promise<Ending> {
  const register = registerName;
  if (act.type === "register-fails") {
    await app.submit(registerFailed({ asked: 1, register }, system));
    return done();
  }
  const person = performers.get(act.person)?.id ?? "";
  if (app.world().registrationsByPerson.get(person).length === 0) {
    throw new RehearsalError("not-taken-in", `${act.person} is not registered: say until when.`);
  }
  const standing = act.type === "strike-off" ? "struck-off" : "expired";
  const findings = [{ answer: { standing }, person }] as const;
  await app.submit(recheckRegistrations(app, { findings, isWhole: false, register }, system));
  return done();
}
