// How the unknowns of SALTO KS are read: a form made from what the simulation
// says there is.

import { button, el, field, keyed, selection, toggle } from './dom.js';
import { act } from './sim.js';

const rows = el('ul', { class: 'rows' });
let world;

export const readings = {
  title: 'Readings',
  node: el('div', {},
    el('p', { class: 'muted' }, 'Where nothing sure is known of the real KS, this simulation can be read in several ways. At first it does what was measured, or what is most likely.'),
    el('div', { class: 'line' }, button('All as at first', reset)), rows),
  update: (now) => {
    world = now;
    keyed(rows, now.choices.readings, (r) => r.name, makers);
    const changed = changedReadings(now).length;
    return changed ? String(changed) : '';
  },
};

// changedReadings are the names of those that are not as at first.
export function changedReadings(now) {
  return now.choices.readings.map((r) => r.name).filter((name) => !['', false, 0, '0s', undefined].includes(now.readings[name]));
}

const nothing = { switch: false, choice: '', number: 0, time: '0s' };

function reset() {
  return act('All readings are as at first.', 'readings', Object.fromEntries(world.choices.readings.map((r) => [r.name, nothing[r.kind]])));
}

function title(name) { return name[0].toUpperCase() + name.slice(1).replaceAll('_', ' '); }

function makers(reading) {
  const set = (value) => act(`${title(reading.name)}: ${said(value)}.`, 'readings', { [reading.name]: value });
  return { switch: makeSwitch, choice: makeChoice, number: makeNumber, time: makeTime }[reading.kind](reading, set);
}

function said(value) {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return value === '' ? 'as at first' : String(value);
}

function makeSwitch(reading, set) {
  const box = toggle(title(reading.name), set, reading.about);
  return { node: el('li', {}, box.node), update: () => box.set(world.readings[reading.name] ?? false) };
}

// labelled is a row with the name, what it means, and the input.
function labelled(reading, input) {
  return el('li', {}, el('label', { class: 'row' },
    el('span', { class: 'row-what' }, el('span', {}, title(reading.name)), el('span', { class: 'muted' }, reading.about)), input));
}

function makeChoice(reading, set) {
  const first = reading.choices[0];
  const select = selection({}, set);
  return {
    node: labelled(reading, select.node),
    update: () => {
      const value = world.readings[reading.name] ?? '';
      select.set(reading.choices.map((c) => [c === first ? '' : c, c]), value === first ? '' : value);
    },
  };
}

function makeNumber(reading, set) {
  const input = field({ type: 'number', min: '0', class: 'short' }, (text) => set(Number(text)));
  return { node: labelled(reading, input.node), update: () => input.set(String(world.readings[reading.name] ?? 0)) };
}

function makeTime(reading, set) {
  const input = field({ class: 'short' }, (text) => set(text.trim() || '0s'));
  return { node: labelled(reading, input.node), update: () => input.set(world.readings[reading.name] ?? '0s') };
}
