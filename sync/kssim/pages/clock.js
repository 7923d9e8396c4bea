// The clock of the simulation: it runs, or stands until it is moved on.

import { button, el, write } from './dom.js';
import { act } from './sim.js';
import { day, wall } from './words.js';

const turn = button('', () => (world.clock.real
  ? act('The clock stands still.', 'clock', { now: world.state.now })
  : act('The clock runs with the time of this computer.', 'clock', { real: true })));
const when = el('input', { type: 'datetime-local', 'aria-label': 'Date and time', required: true });
const zone = el('span', { class: 'muted' });
const state = el('p', {});
let world;

// startClock builds what the button in the header opens.
export function startClock() {
  const on = (text, advance) => button('+ ' + text, () => act(`The clock moved on by ${text}.`, 'clock', { advance }));
  const box = document.getElementById('clock'), opener = document.getElementById('clock-button');
  box.addEventListener('toggle', () => { box.style.top = opener.getBoundingClientRect().bottom + 8 + 'px'; });
  box.append(
    el('h2', {}, 'Clock'), state, el('div', { class: 'line' }, turn),
    el('div', { class: 'line' }, on('15 min', '15m'), on('1 h', '1h'), on('1 day', '24h'), on('7 days', '168h')),
    el('form', { class: 'line', onsubmit: set }, when, el('button', {}, 'Stop it there')), zone);
}

export function updateClock(now) {
  world = now;
  const text = wall(now.state.now, now.site.time_zone, day);
  write(document.getElementById('time'), now.clock.real ? text : text + ', stopped');
  write(turn, now.clock.real ? 'Stop it here' : 'Let it run from now');
  write(state, now.clock.real ? 'It runs.' : 'It stands still.');
  write(zone, `Wall clock of ${now.site.time_zone}.`);
  if (!when.value) when.value = asWall(Date.parse(now.state.now)).slice(0, 16);
}

// asWall writes an instant (ms) as 2026-09-03T14:02:33 by the site's clock.
function asWall(ms) {
  return wall(ms, world.site.time_zone, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  }).replace(/(\d+)\/(\d+)\/(\d+), ([\d:]+).*/, '$3-$2-$1T$4');
}

// instant is when the site's clock shows that; the first time, where it shows
// it twice.
function instant(text) {
  const shown = Date.parse(text + 'Z');
  const ahead = (ms) => Date.parse(asWall(ms) + 'Z') - ms;
  const first = shown - Math.max(ahead(shown - 864e5), ahead(shown + 864e5));
  return first + ahead(first) === shown ? first : shown - ahead(first);
}

function set(event) {
  event.preventDefault();
  return act('The clock stands there.', 'clock', { now: new Date(instant(when.value)).toISOString() });
}
