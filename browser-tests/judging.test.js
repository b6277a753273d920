// What people do: judging by keys, to the ledger and back; adding a text and finding it; brushing the timeline.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { everyPage, openBrowser, openPage, openRecord } from "./record.js";

let record, browser, pages, page, faults, context;
before(async () => {
  record = await openRecord();
  browser = await openBrowser();
  pages = await everyPage(record.address);
});
after(async () => {
  await browser?.close();
  record?.close();
});
beforeEach(async () => {
  ({ page, faults, context } = await openPage(browser, record.address));
});
afterEach(async () => {
  await context.close();
  assert.deepEqual(faults, []);
});

const judgements = async () => (await (await fetch(`${record.address}/api/v1/judgements?limit=1000`)).json()).items;

test("a claim is confirmed by a key, kept in the ledger under a name, and undone", async () => {
  const before = (await judgements()).length;
  await page.goto(pages.report);
  await page.getByLabel("Your name").first().fill("Rana");
  await page.getByLabel("Your name").first().blur();
  await page.keyboard.press("n");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("c")]);
  const kept = await judgements();
  assert.equal(kept.length, before + 1);
  assert.equal(kept.at(-1).verdict, "confirm");
  assert.equal(kept.at(-1).by, "Rana");
  assert.match(record.run("judge", "list"), new RegExp(kept.at(-1).id));
  assert.match(await page.locator("main").innerText(), /Confirmed, by Rana/);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Undo" }).first().click()]);
  assert.equal((await judgements()).at(-1).verdict, "undo");
  assert.doesNotMatch(await page.locator("main").innerText(), /Confirmed, by Rana/);
});

test("a field is corrected in place", async () => {
  await page.goto(pages.report);
  const claim = page.locator("[data-claim]").first();
  await claim.locator("summary", { hasText: "Correct" }).click();
  const form = claim.locator("details.correct form");
  await form.locator("select[name='field:modality']").selectOption("denied");
  await form.getByLabel("Your name").fill("Rana");
  await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Save the correction" }).click()]);
  const kept = (await judgements()).at(-1);
  assert.deepEqual([kept.verdict, kept.field], ["correct", "modality"]);
});

test("the review queue goes on after each answer", async () => {
  await page.goto("/review");
  const before = (await judgements()).length;
  await page.getByLabel("Your name").first().fill("Samar");
  await Promise.all([page.waitForNavigation(), page.locator("button.verdict").first().click()]);
  assert.equal((await judgements()).length, before + 1);
  assert.equal(new URL(page.url()).pathname, "/review");
});

test("a text is added, read while one looks on, and found", async () => {
  await page.goto("/add");
  const form = page.locator("form", { has: page.locator("textarea[name=text]") });
  await form.getByLabel("Headline").fill("Talks on Talbiseh truce");
  await form
    .getByLabel("Text")
    .fill("The Talbiseh council said on Monday that both sides had agreed to a two-week ceasefire in Talbiseh. قال المجلس إن الهدنة صامدة.");
  await form.locator("input[name=published]").fill("2016-12-12");
  await form.locator("input[name=outlet]").fill("Orontes Post");
  await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Add the text" }).click()]);
  await page.waitForFunction(() => /1 new/.test(document.querySelector("main").innerText), undefined, { timeout: 20_000 });
  await page.goto("/search?words=council+Talbiseh");
  assert.match(await page.locator("main").innerText(), /two-week ceasefire/);
  await page.goto("/search?words=%D8%A7%D9%84%D9%87%D8%AF%D9%86%D8%A9");
  assert.match(await page.locator("main").innerText(), /two-week ceasefire/);
});

test("days are chosen on the timeline by keys, and stand in the address", async () => {
  await page.goto("/");
  await page.locator("svg[data-first]").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const address = new URL(page.url());
  assert.match(address.searchParams.get("from"), /^\d{4}-\d\d-\d\d$/);
  assert.equal(await page.locator("input[name=from]").inputValue(), address.searchParams.get("from"));
});

test("names of private people are shown to who asks, and hidden again", async () => {
  const reports = (await (await fetch(`${record.address}/api/v1/ceasefires?limit=1000`)).json()).items;
  const most = reports.reduce((a, b) => (b.reports > a.reports ? b : a));
  await page.goto(`/ceasefires/${most.id}`);
  assert.doesNotMatch(await page.locator("main").innerText(), /Samir al-Dahhan/);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Show names" }).click()]);
  assert.equal(new URL(page.url()).pathname, `/ceasefires/${most.id}`);
  assert.match(await page.locator("main").innerText(), /Samir al-Dahhan/);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Hide names" }).click()]);
  assert.doesNotMatch(await page.locator("main").innerText(), /Samir al-Dahhan/);
});
