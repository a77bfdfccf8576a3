export { openFileRegister } from "./file-register.ts";
export { openHttpRegister } from "./http-register.ts";
