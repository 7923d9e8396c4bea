// The page of doors in a real browser, used by keyboard alone:
//   node page.mjs MODULES KSSIM PICTURES
// MODULES is the folder with playwright-core, KSSIM the program, PICTURES the
// folder for two pictures.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { Hands, Simulation, answer, long, looks, openBrowser, seen } from './driver.mjs';
import { colours, cut, faint, reachable, ringed } from './look.mjs';

const [modules, program, pictures] = process.argv.slice(2);
const sim = new Simulation(program);
const complaints = []; // of the browser, which has to have none
const asked = new Set(); // hosts
let browser, page, hands;

before(async () => {
  await sim.start();
  // Saturday noon in Paris: the group Basic opens on Monday again.
  await sim.post('clock', { now: '2026-09-05T10:00:00Z' });
  browser = await openBrowser(modules, sim.folder);
  page = await browser.newPage({ viewport: { width: 1024, height: 700 }, colorScheme: 'light', reducedMotion: 'reduce' });
  page.setDefaultTimeout(long);
  page.on('console', (m) => { if (m.type() !== 'log') complaints.push(`${m.type()}: ${m.text()} (${m.location().url})`); });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('request', (request) => { if (!request.url().startsWith('data:')) asked.add(new URL(request.url()).host); });
  hands = new Hands(page);
  await page.goto(sim.base);
  await seen(page, 'h1', 'Maison Nord');
});

after(async () => {
  await browser?.close();
  await sim.close();
});

// step is a test of which the next one needs what it did.
let broken = false;
function step(name, run) {
  test(name, async (t) => {
    if (broken) return t.skip('an earlier step failed');
    broken = true;
    await run();
    broken = false;
  });
}

async function addPerson(name, email) {
  await hands.tab('People');
  await hands.reach('Add a person');
  await hands.press('Enter');
  await hands.reach('First and last name');
  await hands.type(name);
  await hands.press('Tab');
  await hands.type(email);
  await hands.press('Enter');
  await seen(page, '#said', `${name} is on the site.`);
  await seen(page, '#panel-people', name);
  await hands.reach('Add a person', 'Shift+Tab');
  await hands.press('Enter');
}

// unfold opens the row of a person or a group.
async function unfold(tab, name) {
  await hands.tab(tab);
  await hands.reach(new RegExp(`^${name}`));
  const open = await page.evaluate(() => document.activeElement.parentElement.open);
  if (!open) await hands.press('Enter');
}

async function pressButton(name) {
  await hands.reach(name);
  await hands.press('Enter');
}

async function pick(label, option) {
  await hands.reach(label);
  await hands.choose(option);
  await hands.press('Tab', 'Enter');
}

step('an invitation is seen when a person with an e-mail address is added', async () => {
  await addPerson('Mia Berg', 'mia@example.org');
  await seen(page, '#mails', 'mia@example.org');
});

step('a person without a group stays outside, and the card says why', async () => {
  await hands.stand('mia');
  assert.equal(await hands.focused(), 'Tag at Front door', 'Enter goes on to the door');
  await hands.press('p');
  await answer(page, 'Front door', 'Stays shut', 'No group gives Front door to Mia Berg.');
  await seen(page, '#entries', 'Refused: no access');
});

step('a tag is tried only by somebody who has one', async () => {
  await hands.press('t');
  await answer(page, 'Front door', 'Not tried', 'Mia Berg has no tag.');
  await unfold('People', 'Mia Berg');
  await pick('Give a tag', '02300007');
  await seen(page, '.who', 'Tag 02300007');
});

step('a group that is closed now says when it opens', async () => {
  await unfold('Groups', 'Basic');
  await pick('Add a person', 'Mia Berg');
  await seen(page, '#said', 'Basic has one person more.');
  await hands.calm();
  await hands.press('1', 'Enter');
  await answer(page, 'Front door', 'Stays shut', 'opens 2026-09-07 08:00');
});

step('a schedule that is widened by hand opens the door', async () => {
  await unfold('Groups', 'Basic');
  await pressButton('Widen to any time');
  await seen(page, '#said', 'Basic opens at any time.');
  await hands.press('t');
  await answer(page, 'Front door', 'Opens', 'Group Basic gives Front door to Mia Berg: always.');
  await seen(page, '#entries li:first-child', 'Opened');
  await seen(page, '#entries li:first-child', 'Front door, by tag');
});

step('a person who is blocked stays outside', async () => {
  await unfold('People', 'Mia Berg');
  await pressButton('Block');
  await seen(page, '#said', 'Mia Berg is blocked.');
  await seen(page, '#panel-people', 'Blocked');
  await seen(page, '#doors .old', 'Things have changed since.');
  await hands.press('t');
  await answer(page, 'Front door', 'Stays shut', 'Mia Berg is blocked.');
  await looks(page, 1);
  assert.equal(await page.locator('#doors .old').count(), 0, 'an answer of now is not called old');
  await unfold('People', 'Mia Berg');
  await pressButton('Unblock');
  await seen(page, '#said', 'no longer blocked');
});

step('a door whose IQ is offline does not learn of a block', async () => {
  await hands.tab('IQs');
  await pressButton('Take offline');
  await seen(page, '#pills', 'IQ 01 offline');
  await seen(page, '#doors', 'IQ 01 offline');
  await unfold('People', 'Mia Berg');
  await pressButton('Block');
  await seen(page, '#said', 'Mia Berg is blocked.');
  await seen(page, '#panel-people', 'Blocked');
  await hands.press('t');
  await answer(page, 'Front door', 'Opens', 'Group Basic gives Front door to Mia Berg');
  await seen(page, '#held', '1 entry waits in IQ 01');
});

step('nor of a person who came since', async () => {
  await addPerson('Tom Late', 'tom@example.org');
  await hands.stand('Tom');
  await hands.press('p');
  await answer(page, 'Front door', 'Stays shut', 'Front door does not know of Tom Late yet.');
});

step('back online it knows all, and its entries arrive', async () => {
  const before = Number(await page.locator('#entries-count').textContent());
  await hands.tab('IQs');
  await pressButton('Put back online');
  await seen(page, '#pills', 'All is well');
  await page.waitForFunction((n) => Number(document.getElementById('entries-count').textContent) === n, before + 2);
  await hands.stand('Mia');
  await hands.press('t');
  await answer(page, 'Front door', 'Stays shut', 'Mia Berg is blocked.');
});

step('a name is text, whatever it holds', async () => {
  await addPerson('<b>x</b> <img src=/doors/x.png onerror=document.title="out">', 'x@example.org');
  await hands.stand('<b>x</b>');
  await hands.press('p');
  await answer(page, 'Front door', 'Stays shut', 'to <b>x</b> <img src=/doors/x.png onerror=document.title="out">.');
  await seen(page, '#mails', '<b>x</b>');
  await seen(page, '#entries', '<b>x</b>');
  assert.equal(await page.locator('main b, main img').count(), 0);
  assert.equal(await page.title(), 'Maison Nord: doors to try');
});

step('whatever is typed can be tried: a tag that nobody has, and a PIN', async () => {
  await hands.stand('02300055');
  await hands.press('2', 'Enter');
  await answer(page, 'Studio A', 'Stays shut', 'Tag 02300055 is not given to anybody.');
  await hands.stand('123456');
  await hands.reach('PIN at Meeting room');
  await hands.press('Enter');
  await answer(page, 'Meeting room', 'Stays shut', 'Nobody has this PIN.');
});

step('a door can be used from inside, and stand open', async () => {
  await hands.stand('Mia');
  await hands.press('5');
  assert.equal(await hands.focused(), 'Tag at Storage');
  await pressButton('At this door');
  await pressButton('Open from inside');
  await seen(page, '#entries li:first-child', 'Storage, by the handle');
  await hands.reach(/^Office mode/);
  await hands.press('Space');
  await seen(page, '#doors', 'Office mode: stands open');
  await hands.press('t');
  await answer(page, 'Storage', 'Opens', 'it opens for anybody');
  await hands.press('5');
  await hands.reach(/^Office mode/);
  await hands.press('Space');
  await pressButton(/^Privacy/);
  await hands.press('Space');
  await seen(page, '#doors', 'Privacy: locked from inside');
});

step('a lock takes in a tag', async () => {
  await hands.press('5');
  await pressButton('Take in tags');
  await seen(page, '#doors', 'Takes in tags until 12:02');
  await hands.reach('Number of the new tag');
  await hands.type('0990000');
  await hands.press('Enter');
  await seen(page, '#wrong', 'A tag number has eight digits.');
  await hands.type('1');
  await hands.press('Enter');
  await seen(page, '#said', 'The site has tag 09900001 now.');
  await hands.reach('At this door', 'Shift+Tab');
  await hands.press('Enter'); // folds it again
});

step('the dangerous asks first', async () => {
  await unfold('Groups', 'Studio');
  await pressButton('Delete the group…');
  await seen(page, 'dialog[open]', 'Delete the group Studio?');
  assert.equal(await hands.focused(), 'Keep it');
  await hands.press('Escape');
  assert.equal(await hands.focused(), 'Delete the group…');
  await seen(page, '#panel-groups', 'Studio');
  await hands.press('Enter');
  await seen(page, 'dialog[open]', 'Delete the group Studio?');
  assert.ok(await page.evaluate(async () => {
    document.querySelector('dialog[open] [value=no]').click();
    for (let i = 0; i < 10; i++) await null; // and again at once: that the dialog is closed the browser tells later
    document.activeElement.click();
    return document.querySelector('dialog[open]') !== null;
  }), 'it asks again');
  await hands.press('Tab');
  assert.equal(await hands.focused(), 'Delete the group');
  await hands.press('Enter');
  await seen(page, '#said', 'The group Studio is deleted.');
  await page.locator('#panel-groups summary').filter({ hasText: 'Studio' }).waitFor({ state: 'detached' });
  assert.match(await hands.focused(), /^Team/, 'the focus goes to the next row');
});

step('what is refused is said in a sentence', async () => {
  await unfold('People', 'Tom Late');
  await hands.reach('Last name');
  await page.keyboard.press('Control+a');
  await hands.type(' ');
  await hands.press('Enter');
  await seen(page, '#wrong', 'Nothing was changed: a user needs a name.');
  assert.equal(await page.evaluate(() => document.activeElement.value), ' ', 'what was typed is kept');
  await hands.press('Escape');
  assert.equal(await page.evaluate(() => document.activeElement.value), 'Late');
});

step('what is typed, selected and focused outlives the looking', async () => {
  await hands.calm();
  await hands.press('/');
  await hands.type('t1p?');
  await page.keyboard.press('Shift+ArrowLeft');
  const held = () => page.evaluate(() => {
    const at = document.activeElement;
    return [at.id, at.value, at.selectionStart, at.selectionEnd];
  });
  const was = await held();
  assert.deepEqual(was, ['who', 't1p?', 3, 4], 'the keys of the page are letters here');
  await sim.post('admin', { do: 'add-user', name: 'Anna First' });
  await seen(page, '#panel-people', 'Anna First');
  await looks(page, 2);
  assert.deepEqual(await held(), was);

  await unfold('People', 'Tom Late');
  await hands.reach('Last name');
  await hands.type('x');
  await sim.post('admin', { do: 'add-user', name: 'Aaron Before' });
  await seen(page, '#panel-people', 'Aaron Before');
  await looks(page, 1);
  assert.equal(await hands.focused(), 'Last name');
  assert.match(await page.evaluate(() => document.activeElement.value), /x/);
  await hands.press('Escape');
});

step('the keys are listed, and the focus comes back', async () => {
  await hands.calm();
  await hands.press('3', '?');
  await seen(page, 'dialog[open]', 'Keys of this page');
  await hands.press('Escape');
  assert.equal(await hands.focused(), 'Tag at Meeting room');
});

step('faults, readings and the site are a few keys away', async () => {
  await hands.tab('Faults');
  await pressButton('Add lossy');
  await seen(page, '#pills', '1 fault rule');
  await pressButton('Remove all rules');
  await hands.tab('Faults');
  await hands.reach(/^Network offline/);
  await hands.press('Space');
  await seen(page, '#pills', 'Network offline');
  await hands.press('Space');
  await seen(page, '#pills', 'All is well');

  await hands.tab('Readings');
  await hands.reach(/^Members/);
  await hands.choose('user_id');
  await seen(page, '#said', 'Members: user_id.');
  await hands.reach(/^Late/);
  await page.keyboard.press('Control+a');
  await hands.type('soon');
  await hands.press('Enter');
  await seen(page, '#wrong', '"soon" is not a length of time');
  await page.keyboard.press('Control+a');
  await hands.type('90s');
  await hands.press('Enter');
  await seen(page, '#pills', '2 readings changed');
  await page.waitForFunction(() => document.activeElement.value === '1m30s');
  await hands.tab('Readings');
  await pressButton('All as at first');
  await seen(page, '#pills', 'All is well');

  await hands.tab('Site');
  await hands.reach(/^Role of the account/);
  await hands.choose('Guest');
  await seen(page, '#pills', 'Account: Guest');
  await hands.press('Home'); // Site Admin
  await seen(page, '#pills', 'All is well');
});

step('the clock is moved on', async () => {
  await hands.reach(/stopped$/, 'Shift+Tab');
  await hands.press('Enter');
  await pressButton('+ 7 days');
  await seen(page, '#time', 'Sat, 12 Sep 2026, 12:00');
  await hands.press('Escape');
  assert.match(await hands.focused(), /stopped$/);
});

step('Tab comes by everything, and shows where it is', async () => {
  await hands.tab('People');
  await hands.calm();
  const all = await page.evaluate(reachable);
  await page.evaluate(() => { document.querySelector('.skip').focus(); });
  for (let i = 0; i < all; i++) {
    assert.ok(await page.evaluate(ringed), `no ring around ${await hands.focused()}`);
    await page.evaluate(() => { document.activeElement.dataset.reached = 'yes'; });
    await hands.press('Tab');
  }
  const reached = await page.locator('[data-reached]').count();
  assert.equal(reached, all, 'each once, in one round');
});

step('a simulation that is lost is missed, and found again', async () => {
  await sim.stop();
  await seen(page, '#lost', 'The simulation does not answer.');
  await hands.calm();
  await hands.press('1', 'Enter');
  await seen(page, '#wrong', 'Nothing was sent');
  await sim.start();
  await page.locator('#lost').waitFor({ state: 'hidden' });
  await seen(page, '#said', 'The simulation answers again.');
  await hands.stand('Mia');
  await hands.press('t');
  await answer(page, 'Front door', 'Stays shut', 'Mia Berg is blocked.');
  // The browser writes each of the requests in between into its console.
  const lost = complaints.filter((c) => c.includes('net::ERR_'));
  assert.ok(lost.length > 0);
  complaints.splice(0, complaints.length, ...complaints.filter((c) => !lost.includes(c)));
});

step('a picture of it shows something, light and dark', async () => {
  await sim.post('admin', { do: 'unblock', who: 'mia@example.org' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await unfold('Groups', 'Basic');
  await hands.calm();
  await hands.press('1', 't');
  await answer(page, 'Front door', 'Opens', 'Group Basic gives Front door to Mia Berg: always.');
  await looks(page, 1);
  mkdirSync(pictures, { recursive: true });
  const blank = await browser.newPage();
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const file = join(pictures, `doors-page-${colorScheme}.png`);
    const shot = await page.screenshot({ path: file });
    const { count, light, width, height } = await blank.evaluate(colours, shot.toString('base64'));
    console.log(`${file}: ${width}x${height}, ${count} colours`);
    assert.ok(count >= 256, `only ${count} colours: is it blank?`);
    assert.ok(colorScheme === 'light' ? light > 200 : light < 70, `not ${colorScheme}: ${light} of 255`);
  }
  await blank.close();
});

step('nothing is cut or faint, in light and in dark, wide and narrow', async () => {
  await sim.post('admin', { do: 'add-user', name: 'Bartholomäus Freiherr-von-Schwarzenberg-zu-Donaudampfschifffahrtsgesellschaft', email: 'bartholomaeus.freiherr.von.schwarzenberg@a-long-name-for-a-house.example.org' });
  await sim.post('admin', { do: 'rename-group', group: 'Team', name: 'Everybody who has ever been in the team, and some who only said that they were' });
  await hands.tab('People');
  await seen(page, '#panel-people', 'Bartholomäus');
  await hands.stand('Barth');
  await hands.press('2', 'p');
  await answer(page, 'Studio A', 'Stays shut', 'Donaudampfschifffahrtsgesellschaft');
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const title of ['People', 'Groups', 'IQs', 'Faults', 'Readings', 'Site']) {
      await hands.tab(title);
      await page.evaluate(() => { for (const fold of document.querySelectorAll('details')) fold.open = true; });
      await looks(page, 1);
      for (const width of [1440, 1024, 480]) {
        await page.setViewportSize({ width, height: 700 });
        assert.deepEqual(await page.evaluate(cut), [], `${title}, ${width} px`);
      }
      assert.deepEqual(await page.evaluate(faint), [], `${title}, ${colorScheme}`);
    }
  }
});

step('the browser had nothing to complain of, and asked nobody else', async () => {
  // It notes each refusal, of which two were meant.
  const refused = complaints.filter((c) => c.includes('status of 400') && /_sim\/(admin|readings)\)$/.test(c));
  assert.equal(refused.length, 2, complaints.join('\n'));
  assert.deepEqual(complaints.filter((c) => !refused.includes(c)), []);
  assert.deepEqual([...asked], [new URL(sim.base).host]);
  await sim.stop();
});
