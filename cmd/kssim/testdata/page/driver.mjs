// What the test of the page of doors is made of: kssim, a browser, and hands on
// its keyboard. Everything that is started here is ended here, by its handle.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

// long is how long anything may take before the test gives up.
export const long = 20_000;

// Simulation is kssim, running.
export class Simulation {
  constructor(program) {
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), 'latchkey-page-'));
  }

  // start runs it, on the port that it had before if it had one.
  async start() {
    const listen = this.base ? new URL(this.base).host : '127.0.0.1:0';
    const child = spawn(this.program, ['--listen', listen, '--state', join(this.folder, 'state.json')], { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    this.ended = new Promise((done) => { child.once('close', done); });
    this.base = await new Promise((done, fail) => {
      let said = '';
      child.once('error', fail);
      child.once('close', () => fail(new Error('kssim ended before it said where its doors are')));
      child.stdout.on('data', (data) => {
        said += data;
        const found = /^Doors to try: (http:\/\/\S+)\/$/m.exec(said);
        if (found) done(found[1]);
      });
    });
  }

  async stop() {
    this.child.kill('SIGTERM');
    assert.equal(await this.ended, 0, 'kssim ends with 0');
  }

  // post acts on the simulation beside the page.
  async post(path, body) {
    const answer = await fetch(`${this.base}/_sim/${path}`, { method: 'POST', body: JSON.stringify(body) });
    assert.equal(answer.status, 200, await answer.text());
  }

  async close() {
    if (this.child?.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGKILL');
      await this.ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

// browserHere finds the browser that the system has.
function browserHere() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of process.env.PATH.split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // not in this folder
      }
    }
  }
  throw new Error('There is no chromium here: install it, then try again.');
}

// openBrowser starts it headless, with a profile that is thrown away. modules is
// the folder in which playwright-core was installed.
export function openBrowser(modules, home) {
  const { chromium } = createRequire(resolve(modules, 'page.js'))('playwright-core');
  return chromium.launch({
    executablePath: browserHere(),
    headless: true,
    env: { ...process.env, HOME: home },
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

// Hands are what a person has who uses no mouse.
export class Hands {
  constructor(page) { this.page = page; }

  async press(...keys) { for (const key of keys) await this.page.keyboard.press(key); }

  type(text) { return this.page.keyboard.type(text); }

  // focused is what the keys go to, in the words that it is announced with.
  focused() {
    return this.page.evaluate(() => {
      const at = document.activeElement;
      return at === document.body ? '' : (at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent).trim();
    });
  }

  // reach presses Tab until the focus is on what is called so.
  async reach(name, key = 'Tab') {
    const seen = [];
    for (let i = 0; i < 400; i++) {
      await this.press(key);
      const at = await this.focused();
      if (typeof name === 'string' ? at === name : name.test(at)) return;
      seen.push(at);
    }
    assert.fail(`Tab never came to ${name}; it came by ${seen.slice(0, 80).join(' | ')}`);
  }

  // tab opens a tab of the admin side with the arrow keys.
  async tab(title) {
    await this.press('Escape');
    await this.calm();
    await this.press('a', 'Home');
    for (let i = 0; !(await this.focused()).startsWith(title); i++) {
      assert.ok(i < 10, `no tab ${title}`);
      await this.press('ArrowRight');
    }
  }

  // calm leaves a field, in which the keys of the page mean nothing.
  calm() { return this.page.evaluate(() => document.activeElement.blur()); }

  // stand picks who stands at the door.
  async stand(name) {
    await this.calm();
    await this.press('/');
    await this.type(name);
    await this.press('Enter');
  }

  // choose takes an option of the select that has the focus, by its letters.
  choose(text) { return this.type(text); }
}

// answer waits for the words on the card of a door.
export async function answer(page, door, verdict, why) {
  const card = page.locator('#doors > li').filter({ has: page.getByRole('heading', { name: door, exact: true }) });
  const words = card.locator('.answer');
  await words.filter({ hasText: verdict }).filter({ hasText: why }).waitFor({ timeout: long }).catch(async () => {
    assert.fail(`${door}: ${verdict}, ${why} did not come; the card says: ${await card.innerText()}`);
  });
  const colour = await words.getAttribute('data-open');
  assert.equal(colour, { Opens: 'yes', 'Stays shut': 'no' }[verdict] ?? 'none');
}

// seen waits for a text in a part of the page.
export async function seen(page, part, text) {
  await page.locator(part).filter({ hasText: text }).first().waitFor({ timeout: long }).catch(async () => {
    assert.fail(`${text} did not come; ${part} says: ${(await page.locator(part).allInnerTexts()).join(' | ')}`);
  });
}

// looks waits until the page has looked at the simulation n times more.
export async function looks(page, n) {
  for (let i = 0; i < n; i++) {
    await page.waitForResponse((r) => r.url().endsWith('/_sim/state'), { timeout: long });
  }
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}
