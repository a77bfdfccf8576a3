import { keepAskingRegisters, RegisterSettingError, readRegisters } from "../../http/index.ts";
import { machineClock, openFileRegister, openHttpRegister } from "../../node/index.ts";
import type { Register } from "../../ports/index.ts";
import type { Installation } from "../installation.ts";
import { readSettingFile } from "./read-setting-file.ts";

const day = 86_400_000;

/**
 * Opens what asks professional registers (L7), as the settings have it; without a setting it does nothing.
 *
 * @throws SettingsError
 */
export function openRegisters({
  app,
  settings,
}: Pick<Installation, "app" | "settings">): ReturnType<typeof keepAskingRegisters> {
  return keepAskingRegisters({
    app,
    registers: known(settings.registers),
    onFault: (error) => console.error("Professional registers could not be asked:", error),
  });
}

function known(path: string | undefined): readonly Register[] {
  if (path === undefined) return [];
  const listed = readSettingFile("WARDKEY_REGISTERS", path, readRegisters, RegisterSettingError);
  return listed.map((one) =>
    "file" in one
      ? openFileRegister({
          clock: machineClock,
          id: one.id,
          path: one.file,
          within: one.days * day,
          zone: one.zone,
        })
      : openHttpRegister(one),
  );
}
