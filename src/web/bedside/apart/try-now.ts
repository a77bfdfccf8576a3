/** Ends the present wait: whoever keeps the connection tries at once. */
export function tryNow(): void {
  dispatchEvent(new Event("wardkey:try-now"));
}
