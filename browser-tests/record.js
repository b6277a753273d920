// A record of the bundled samples, opened by the program itself, and a browser to look at it with.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const root = new URL("..", import.meta.url).pathname;
const program = process.env.TRUCEWATCH ?? join(root, "target/debug/trucewatch");
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts the server on a fresh record; `reports`: files to add first. */
export async function openRecord(reports = ["rastan-pause.html", "rastan-reports.jsonl"]) {
  const folder = mkdtempSync(join(tmpdir(), "trucewatch-browser-"));
  const ledger = join(folder, "record.tw");
  const env = { ...process.env, TRUCEWATCH_LEDGER: ledger };
  const run = (...args) => {
    const done = spawnSync(program, args, { encoding: "utf8", env });
    if (done.status !== 0) throw new Error(`${args.join(" ")}: ${done.stderr}`);
    return done.stdout;
  };
  if (reports.length > 0) run("add", ...reports.map((file) => join(root, "samples", file)));
  const server = spawn(program, ["serve", "--listen", "127.0.0.1:0"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const lines = createInterface({ input: server.stderr });
  const address = await new Promise((found, failed) => {
    lines.on("line", (line) => {
      const at = line.match(/http:\/\/[^/]+/);
      if (at) found(at[0]);
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const close = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { address, run, close };
}

export function openBrowser() {
  return chromium.launch({
    executablePath: browserPath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A page that notes what must not be: errors in the console, and requests that leave the machine. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ baseURL: address, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.origin !== address && url.protocol !== "data:" && url.protocol !== "blob:") faults.push(`request: ${request.url()}`);
  });
  return { page, faults, context };
}

/** Addresses of one page of each kind. */
export async function everyPage(address) {
  const list = async (name) => (await (await fetch(`${address}/api/v1/${name}?limit=1000`)).json()).items;
  const most = (items) => items.reduce((a, b) => (b.reports > a.reports ? b : a));
  const ceasefire = most(await list("ceasefires"));
  const incident = most(await list("incidents"));
  const dossier = await (await fetch(`${address}/api/v1/ceasefires/${ceasefire.id}`)).json();
  return {
    overview: "/",
    narrowed: "/?theatre=SY&from=2016-12-01&until=2016-12-05",
    ceasefire: `/ceasefires/${ceasefire.id}`,
    incident: `/incidents/${incident.id}`,
    report: `/reports/${dossier.reports.at(-1).id}`,
    search: "/search?words=bridge",
    review: "/review",
    outlets: "/outlets",
    add: "/add",
    about: "/about",
    missing: "/ceasefires/none",
  };
}
