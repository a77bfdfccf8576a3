import { expect, test } from "vitest";
import { platformOf } from "./phone-link.ts";

test("a phone is called by what its browser says that it runs on, in one word", () => {
  const said = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15": "iPhone",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/136.0.0.0 Mobile": "Android",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/136.0.0.0": "Linux",
    "": "Browser",
  };
  for (const [agent, name] of Object.entries(said)) expect(platformOf(agent)).toBe(name);
});
