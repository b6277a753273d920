// Every page, as a browser shows it: nothing fails, nothing leaves the machine, everybody can read it, at every width, by day
// and by night.
import assert from "node:assert/strict";
import { readFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { everyPage, openBrowser, openPage, openRecord } from "./record.js";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pictures = process.env.PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

let record, browser, pages;
before(async () => {
  record = await openRecord();
  browser = await openBrowser();
  pages = await everyPage(record.address);
});
after(async () => {
  await browser?.close();
  record?.close();
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1280, 1920]) {
    test(`every page is sound at ${width} px, ${colorScheme}`, async () => {
      for (const [name, path] of Object.entries(pages)) {
        const { page, faults, context } = await openPage(browser, record.address, {
          colorScheme,
          viewport: { width, height: 900 },
          bypassCSP: true,
        });
        const answer = await page.goto(path);
        assert.equal(answer.status(), name === "missing" ? 404 : 200, path);
        const expected = name === "missing" ? 1 : 0;
        assert.ok(faults.length <= expected, `${path}: ${faults.join("\n")}`);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(wide <= 0, `${path} at ${width} px is ${wide} px too wide`);
        assert.equal(await page.locator("h1").count(), 1, `${path}: headings of the first order`);
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document));
        const told = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`);
        assert.deepEqual(told, [], `${path}, ${width} px, ${colorScheme}`);
        if (pictures) await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
        await context.close();
      }
    });
  }
}

test("scripts run under the pages' own policy", async () => {
  for (const path of Object.values(pages)) {
    const { page, faults, context } = await openPage(browser, record.address);
    await page.goto(path);
    const refused = faults.filter((fault) => fault.includes("Content Security Policy"));
    assert.deepEqual(refused, [], path);
    await context.close();
  }
});

test("pages read without scripts too", async () => {
  for (const [name, path] of Object.entries(pages)) {
    const { page, context } = await openPage(browser, record.address, { javaScriptEnabled: false });
    await page.goto(path);
    assert.ok((await page.locator("main").innerText()).length > 20, name);
    await context.close();
  }
});

test("an empty record says what to do", async () => {
  const empty = await openRecord([]);
  try {
    const { page, faults, context } = await openPage(browser, empty.address);
    for (const path of ["/", "/search", "/review", "/outlets", "/add", "/about"]) {
      assert.equal((await page.goto(path)).status(), 200, path);
      assert.deepEqual(faults, [], path);
    }
    await page.goto("/");
    await page.getByRole("link", { name: "Add reports" }).click();
    await page.waitForURL("**/add");
    await context.close();
  } finally {
    empty.close();
  }
});

test("the first page is small", async () => {
  const { page, context } = await openPage(browser, record.address);
  const bodies = [];
  page.on("response", (response) => bodies.push(response.body()));
  await page.goto("/", { waitUntil: "networkidle" });
  const size = (await Promise.all(bodies)).reduce((sum, body) => sum + body.length, 0);
  assert.ok(size > 1000 && size < 400_000, `${size} bytes unpacked`);
  await context.close();
});

test("the keyboard reaches the content first, and sees where it is", async () => {
  const { page, context } = await openPage(browser, record.address);
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await context.close();
});
