/** A setting that cannot be used; the message names it. */
export class SettingsError extends Error {
  readonly code = "bad-setting";

  constructor(message: string) {
    super(message);
    this.name = "SettingsError";
  }
}
