import type { Page } from "playwright-core";

/** Between the keys of a read: readers type one every 1 to 35 ms. */
const gap = 5;

/**
 * Reads a badge as a keyboard wedge does: the number's digits in quick succession, then Enter, into whatever has the focus.
 * The keys bear their times, so that a busy machine does not make the reader slow.
 */
export async function readBadge(page: Page, number: string): Promise<void> {
  const keys = [...number].map((digit) => keyOf(`Digit${digit}`, digit, digit));
  const all = [...keys, keyOf("Enter", "Enter", "\r")];
  const begun = Date.now() - gap * all.length;
  const protocol = await page.context().newCDPSession(page);
  try {
    await Promise.all(
      all.flatMap((key, index) => {
        const timestamp = (begun + gap * index) / 1000;
        return [
          protocol.send("Input.dispatchKeyEvent", { type: "keyDown", timestamp, ...key }),
          protocol.send("Input.dispatchKeyEvent", { type: "keyUp", timestamp, ...key }),
        ];
      }),
    );
  } finally {
    await protocol.detach();
  }
}

interface Key {
  readonly code: string;
  readonly key: string;
  readonly text: string;
  readonly windowsVirtualKeyCode: number;
}

function keyOf(code: string, key: string, text: string): Key {
  return { code, key, text, windowsVirtualKeyCode: text.charCodeAt(0) };
}
