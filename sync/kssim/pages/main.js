// The page of doors: it shows the simulation that serves it, and changes it
// through the routes under /_sim/. Nothing is loaded from anywhere else.

import { chips, choose, write } from './dom.js';
import { look, onWorld } from './sim.js';
import { focusDoor, updateCards } from './cards.js';
import { startClock, updateClock } from './clock.js';
import { startKeys } from './keys.js';
import { startTabs, updateTabs } from './tabs.js';
import { startWho, updateWho } from './who.js';
import { updateLog } from './log.js';
import { changedReadings, readings } from './readings.js';
import { faults } from './faults.js';
import { groups } from './groups.js';
import { hubs } from './hubs.js';
import { people } from './people.js';
import { site } from './site.js';
import { many } from './words.js';
import { say } from './say.js';

const byID = (id) => document.getElementById(id);

function update(world) {
  if (!world) {
    lost('The simulation does not answer. Start kssim again: this page goes on by itself.');
    return;
  }
  if (!byID('lost').hidden) say('The simulation answers again.');
  lost('');
  const { sites } = world.state;
  choose(byID('sites'), sites.map((s) => [s.id, s.name]));
  byID('sites-label').hidden = sites.length < 2;
  world.site = sites.find((s) => s.id === byID('sites').value) ?? sites[0];
  if (!world.site) {
    lost('The simulation holds no site. Add one: kssim --help says how.');
    return;
  }
  header(world);
  updateClock(world);
  updateWho(world);
  updateCards(world);
  updateLog(world);
  updateTabs(world);
}

function lost(sentence) {
  byID('lost').hidden = !sentence;
  write(byID('lost'), sentence);
}

function header(world) {
  const s = world.site;
  document.title = `${s.name}: doors to try`;
  write(byID('site-name'), s.name);
  write(byID('seats'), ` · ${s.seats_used} of ${many(s.seats, 'seat')}`);
  const odd = oddities(world);
  chips(byID('pills'), odd.length ? odd : [['good', 'check', 'All is well']]);
}

// oddities are what is not as it should be.
function oddities(world) {
  const s = world.site, odd = [];
  const role = world.choices.roles.find((r) => r.code === s.account_role);
  if (!s.released) odd.push(['error', 'lock', 'Not released']);
  if (!s.subscription_valid) odd.push(['error', 'warn', 'Subscription ended']);
  if (world.network.offline) odd.push(['error', 'off', 'Network offline']);
  if (world.network.html) odd.push(['warning', 'warn', 'Page of a hotel']);
  for (const q of s.iqs) if (!q.online) odd.push(['error', 'off', q.name + ' offline']);
  if (s.seats_used >= s.seats) odd.push(['warning', 'warn', 'No seat free']);
  if (s.account_role !== 'site_admin') odd.push(['warning', 'warn', role ? `Account: ${role.name}` : 'Account off the site']);
  if (world.rules.length) odd.push(['warning', 'warn', many(world.rules.length, 'fault rule')]);
  if (changedReadings(world).length) odd.push(['accent', 'eye', many(changedReadings(world).length, 'reading') + ' changed']);
  return odd;
}

startClock();
startWho(() => focusDoor());
startTabs([people, groups, hubs, faults, readings, site]);
startKeys();
byID('sites').addEventListener('change', look);
onWorld(update);
look();
