// Fifty readers and three reviewers at once, on loopback: `node bench/load.mjs PROGRAM LEDGER [SECONDS]`. Prints requests, errors,
// the slowest of a hundred, and whether every judgement that was acknowledged is in the ledger. The ledger is written to: give a copy.
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

const [program, ledger, seconds = "60"] = process.argv.slice(2);
if (!ledger) throw new Error("usage: node bench/load.mjs PROGRAM LEDGER [SECONDS]");
const env = { ...process.env, TRUCEWATCH_LEDGER: ledger };
const server = spawn(program, ["serve", "--listen", "127.0.0.1:0"], { env, stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((found, failed) => {
  createInterface({ input: server.stderr }).on("line", (line) => {
    const at = line.match(/http:\/\/[^/]+/);
    if (at) found(at[0]);
  });
  server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
});

const list = async (name) => (await (await fetch(`${address}/api/v1/${name}?limit=1000`)).json()).items;
const [ceasefires, incidents, judgedBefore] = [await list("ceasefires"), await list("incidents"), await list("judgements")];
const claims = await (await fetch(`${address}/api/v1/claims?limit=1000`)).json();
const pick = (items) => items[Math.floor(Math.random() * items.length)];
const pages = [
  () => "/",
  () => `/ceasefires/${pick(ceasefires).id}`,
  () => `/ceasefires/${pick(ceasefires).id}`,
  () => `/incidents/${pick(incidents).id}`,
  () => `/incidents/${pick(incidents).id}`,
  () => `/reports/${pick(claims).claim.split("#")[0]}`,
  () => "/search?words=shelling",
  () => "/review",
];

const end = Date.now() + Number(seconds) * 1000;
const times = { read: [], judge: [] };
const errors = [];
const kept = [];
const ask = async (kind, path, options) => {
  const begun = performance.now();
  try {
    const answer = await fetch(address + path, options);
    const body = await answer.text();
    if (!answer.ok) errors.push(`${answer.status} ${path}`);
    else if (kind === "judge") kept.push(JSON.parse(body).id);
  } catch (error) {
    errors.push(`${path}: ${error.message}`);
  }
  times[kind].push(performance.now() - begun);
};
const reader = async () => {
  while (Date.now() < end) {
    await ask("read", pick(pages)());
    // Somebody reads what was asked for.
    await new Promise((done) => setTimeout(done, 200 + Math.random() * 600));
  }
};
const reviewer = async (name) => {
  while (Date.now() < end) {
    const body = JSON.stringify({ verdict: "confirm", claim: pick(claims).claim, by: name });
    await ask("judge", "/api/v1/judgements", { method: "POST", headers: { "content-type": "application/json" }, body });
    await new Promise((done) => setTimeout(done, 1000 + Math.random() * 2000));
  }
};
await Promise.all([...Array.from({ length: 50 }, reader), ...["Rana", "Samar", "Lina"].map(reviewer)]);

const memory = spawnSync("ps", ["-o", "rss=", "-p", String(server.pid)], { encoding: "utf8" }).stdout.trim();
server.kill();
await new Promise((done) => server.on("exit", done));
const inLedger = spawnSync(program, ["judge", "list"], { env, encoding: "utf8", maxBuffer: 1 << 28 }).stdout;
const lost = kept.filter((id) => !inLedger.includes(id));
const at = (all, part) => Math.round(all.sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * part))] ?? 0);
for (const [kind, all] of Object.entries(times)) {
  console.log(`${kind}: ${all.length} requests, median ${at(all, 0.5)} ms, p99 ${at(all, 0.99)} ms`);
}
console.log(`errors: ${errors.length}; judgements kept: ${kept.length}, before: ${judgedBefore.length}, lost: ${lost.length}; memory: ${memory} kB`);
for (const error of errors.slice(0, 5)) console.log(error);
process.exitCode = errors.length > 0 || lost.length > 0 ? 1 : 0;
