import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { inflate } from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";
import type { Need } from "../../tests/house/needs.ts";

const root = join(import.meta.dirname, "../..");

/** A headless browser for tests. */
export interface TestBrowser {
  readonly browser: Browser;
  /** Which one it is: its version and where it was found. */
  readonly name: string;
  close(): Promise<void>;
}

/** A Chromium that may work on this machine. */
interface Candidate {
  readonly path: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Nothing leaves for the network by itself; shared memory may be small where containers run. */
const flags: readonly string[] = [
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--no-first-run",
  "--no-pings",
  "--font-render-hinting=none",
];

/**
 * Starts a headless Chromium without a display, as any user: the one that npm brought (Linux on x64, with the libraries
 * and the font it needs), else one that is found on the machine. Where none starts, the reasons of each.
 */
export async function launchBrowser(): Promise<Need<TestBrowser>> {
  const reasons: string[] = [];
  for (const find of [packaged, installed]) {
    try {
      const { path, environment } = await find();
      const browser = await start({ path, environment });
      const name = `Chromium ${browser.version()} (${path})`;
      return { found: { browser, name, close: () => browser.close() } };
    } catch (error) {
      reasons.push(firstLines(error));
    }
  }
  const skipped = `no Chromium starts here: ${reasons.join("; ")}`;
  console.error(skipped);
  return { skipped };
}

/** A browser that can show a page. */
async function start({ path, environment }: Candidate): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: path,
    headless: true,
    args: [...flags],
    env: { ...plain(process.env), ...environment },
  });
  try {
    const page = await browser.newPage();
    await page.close();
    return browser;
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** The Chromium of `@sparticuz/chromium`, unpacked once into build/. */
async function packaged(): Promise<Candidate> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`npm brings none for ${process.platform} on ${process.arch}`);
  }
  const folder = await unpacked();
  return {
    path: join(folder, "chromium"),
    environment: {
      // Its own NSS, NSPR and expat: a machine without a desktop lacks them.
      LD_LIBRARY_PATH: join(folder, "al2023/lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
    },
  };
}

async function unpacked(): Promise<string> {
  const origin = join(root, "node_modules/@sparticuz/chromium");
  const { version } = JSON.parse(readFileSync(join(origin, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const folder = join(buildFolder(), `chromium-${version}`);
  if (existsSync(folder)) return folder;
  // Unpacked beside it and moved there whole: another run never sees half of it.
  const making = mkdtempSync(`${folder}-`);
  try {
    await unpackInto(making, join(origin, "bin"));
    writeFileSync(join(making, "fonts.conf"), fontsIn(folder));
    for (const path of [making, join(making, "chromium")]) chmodSync(path, 0o755);
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** The package unpacks into the folder for temporary files, which is read when it begins. */
async function unpackInto(folder: string, bin: string): Promise<void> {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = folder;
  const parts = ["chromium.br", "fonts.tar.br", "al2023.tar.br"];
  const unpacking = parts.map((part) => inflate(join(bin, part)));
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  await Promise.all(unpacking);
}

/** build/ of the project; where somebody else owns it, a folder of this user's. */
function buildFolder(): string {
  try {
    const folder = join(root, "build");
    mkdirSync(folder, { recursive: true });
    rmSync(mkdtempSync(join(folder, "writable-")), { recursive: true });
    return folder;
  } catch {
    const folder = join(tmpdir(), `wardkey-${process.getuid?.() ?? "tests"}`);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }
}

/** One font for every machine, so that pictures and measures are the same everywhere. */
function fontsIn(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, "fonts")}</dir><cachedir>${join(folder, "fonts-cache")}</cachedir></fontconfig>
`;
}

/** A Chromium or Chrome that this machine has. */
async function installed(): Promise<Candidate> {
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const apps = ["/Applications", join(homedir(), "Applications")].flatMap((folder) => [
    join(folder, "Google Chrome.app/Contents/MacOS/Google Chrome"),
    join(folder, "Chromium.app/Contents/MacOS/Chromium"),
  ]);
  const places = [...folders, "/usr/bin", "/snap/bin"];
  const paths = [...places.flatMap((folder) => names.map((name) => join(folder, name))), ...apps];
  const path = paths.find((one) => existsSync(one));
  if (path === undefined) throw new Error("there is none on this machine (install chromium)");
  return { path, environment: {} };
}

function plain(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function firstLines(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n").slice(0, 3).join(" ").slice(0, 400);
}
