export { keepAskingRegisters } from "./keep-asking.ts";
export { RegisterSettingError, readRegisters } from "./read-registers.ts";
