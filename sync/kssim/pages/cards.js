// A card for each door: its state, the tries, and what can be done at it.

import { button, chips, el, form, icon, keyed, toggle, write } from './dom.js';
import { act } from './sim.js';
import { complain } from './say.js';
import { focusWho, isNumber, isPIN, who } from './who.js';
import { hour, wall } from './words.js';

const list = document.getElementById('doors');
const cards = new Map(); // by the id of the door
let current; // id of the door that was used last
let world, things;

export function updateCards(now) {
  world = now;
  things = allThings(now);
  const doors = world.site.doors.map((door, i) => ({ ...door, place: i + 1 }));
  keyed(list, doors, (door) => door.id, (door) => {
    const card = makeCard(door);
    cards.set(door.id, card);
    return card;
  });
}

// focusDoor goes to the n-th door, or to the one that was used last.
export function focusDoor(n) {
  const row = n ? list.children[n - 1] : cards.get(current)?.node ?? list.firstElementChild;
  row?.querySelector('button')?.focus();
  row?.scrollIntoView({ block: 'nearest' });
}

// tryDoor tries the door that was used last.
export function tryDoor(phone) {
  const row = list.contains(cards.get(current)?.node) ? current : world?.site.doors[0]?.id;
  cards.get(row)?.attempt(phone);
}

document.addEventListener('who', () => { for (const card of cards.values()) card.label(); });

function makeCard(door) {
  let now = door;
  const name = el('h3', { id: 'door-' + door.id }), key = el('kbd', { 'aria-hidden': 'true' }), states = el('ul', { class: 'pills' });
  const answer = makeAnswer();
  const tag = button('Tag', () => attempt(false), { class: 'primary' }), phone = button('Phone', () => attempt(true), { class: 'primary' });
  const own = ownControls(() => now);
  const attempt = (byPhone) => tryAt(now, byPhone, answer);
  const label = () => {
    const pin = isPIN(who().text);
    dress(tag, pin ? 'pin' : 'tag', pin ? 'PIN' : 'Tag', now.name);
    dress(phone, 'phone', 'Phone', now.name);
  };
  const node = el('li', { class: 'card door', 'aria-labelledby': 'door-' + door.id, onfocusin: () => { current = door.id; } },
    el('div', { class: 'card-head' }, name, key), states, el('div', { class: 'tries' }, tag, phone), answer.node, own.node);
  return {
    node, attempt, label, update: (d) => {
      now = d;
      write(name, d.name);
      write(key, d.place < 10 ? String(d.place) : '');
      key.hidden = d.place > 9;
      chips(states, statesOf(d));
      label();
      answer.update();
      own.update(d);
    },
  };
}

// dress gives a button its picture and word, and the door for those who hear.
function dress(node, picture, word, door) {
  if (node.dataset.word === word + door) return;
  node.dataset.word = word + door;
  node.replaceChildren(icon(picture), word);
  node.setAttribute('aria-label', `${word} at ${door}`);
}

function statesOf(door) {
  const hub = world.site.iqs.find((q) => q.name === door.iq);
  const states = [door.office_mode ? ['warning', 'open', 'Office mode: stands open'] : ['', 'lock', 'Closed']];
  if (door.privacy) states.push(['accent', 'eye', 'Privacy: locked from inside']);
  if (door.easy_office) states.push(['accent', 'tag', 'Easy office']);
  if (!door.linked) states.push(['error', 'off', 'Lost its IQ']);
  if (hub && !hub.online) states.push(['error', 'off', hub.name + ' offline']);
  if (door.registers_until) states.push(['accent', 'tag', 'Takes in tags until ' + wall(door.registers_until, zoneOf(door), hour)]);
  return states;
}

function zoneOf(door) { return world.site.iqs.find((q) => q.name === door.iq)?.time_zone ?? world.site.time_zone; }

// tryAt presents who was picked, and shows what the lock says.
async function tryAt(door, byPhone, answer) {
  current = door.id;
  const person = who();
  if (!person.text) {
    answer.show('none', 'Who is it?', 'Choose first who stands at the door.');
    focusWho();
    return;
  }
  const lacking = withoutMeans(person, byPhone);
  if (lacking) {
    answer.show('none', 'Not tried', lacking);
    return;
  }
  const got = await act('', 'present', { who: person.text, door: door.id, phone: byPhone });
  if (!got) {
    answer.show('none', 'Not tried', 'The simulation gave no answer.');
    return;
  }
  const how = byPhone ? 'by phone' : isPIN(person.text) ? 'by PIN' : person.user || isNumber(person.text) ? 'by tag' : 'as typed';
  const at = wall(world.state.now, zoneOf(door), hour);
  answer.show(got.open ? 'yes' : 'no', got.open ? 'Opens' : 'Stays shut', got.why, `${person.name}, ${how}, ${at}`);
}

// withoutMeans says why there is nothing to hold to the door, or nothing.
function withoutMeans({ text, name, user }, byPhone) {
  if (user && !byPhone && !user.tag) return `${name} has no tag. Give one under People, or try the phone.`;
  if (user && byPhone && !user.email) return `${name} has no e-mail address, and so no app on the phone.`;
  if (!user && byPhone && isNumber(text)) return 'A number is a tag or a PIN, not a phone.';
  return '';
}

const pictures = { yes: 'check', no: 'cross', none: 'warn' };

// makeAnswer is what the lock said last. It stays, and says so when things have
// changed since.
function makeAnswer() {
  const words = el('div', { 'aria-live': 'polite', 'aria-atomic': 'true' }, el('p', { class: 'muted' }, 'Nobody has tried here yet.'));
  const since = el('p', { class: 'muted', hidden: true }, 'Things have changed since.');
  const node = el('div', { class: 'answer' }, words, since);
  let asOf;
  return {
    node,
    show: (kind, verdict, why, what = '') => {
      node.dataset.open = kind;
      asOf = undefined;
      words.replaceChildren(
        el('p', { class: 'verdict' }, icon(pictures[kind]), verdict),
        el('p', { class: 'why' }, why),
        el('p', { class: 'muted', hidden: !what }, what));
    },
    update: () => {
      asOf ??= things;
      since.hidden = node.dataset.open === undefined || asOf === things;
      node.classList.toggle('old', !since.hidden);
    },
  };
}

// allThings is all that the locks go by, apart from the clock.
function allThings({ site, readings }) {
  const hubs = site.iqs.map((q) => ({ ...q, held_entries: 0 }));
  return JSON.stringify([{ ...site, entries: 0, newest_entries: [], iqs: hubs }, readings]);
}

// ownControls is what can be done at the door itself.
function ownControls(door) {
  const set = (what, words) => (on) => act(`${door().name}: ${words[on ? 0 : 1]}.`, 'door', { door: door().id, [what]: on });
  const office = toggle('Office mode', set('office_mode', ['office mode on', 'office mode off']), 'stands open for anybody');
  const easy = toggle('Easy office', set('easy_office', ['easy office on', 'easy office off']), 'some tags switch office mode');
  const privacy = toggle('Privacy', set('privacy', ['locked from inside', 'no longer locked from inside']), 'locked from inside');
  const linked = toggle('Linked to its IQ', set('linked', ['hears its IQ again', 'lost its IQ']));
  const take = button('Take in tags', () => act(`${door().name} takes in new tags for two minutes.`, 'register', { door: door().id }));
  const hold = form('Number of the new tag', 'Hold it to the lock', (tag) => register(door(), tag), { inputmode: 'numeric' });
  const leaveIt = button('Open from inside', () => act(`${door().name} was opened from inside, by the handle.`, 'leave', { door: door().id }));
  leaveIt.prepend(icon('handle'));
  const node = el('details', { class: 'more' }, el('summary', {}, 'At this door'),
    el('div', { class: 'more-body' }, el('div', { class: 'line' }, leaveIt, take), hold, office.node, easy.node, privacy.node, linked.node));
  return {
    node, update: (d) => {
      office.set(d.office_mode);
      easy.set(d.easy_office);
      privacy.set(d.privacy);
      linked.set(d.linked);
      if (!d.registers_until && hold.contains(document.activeElement)) take.focus();
      hold.hidden = !d.registers_until;
    },
  };
}

function register(door, tag) {
  if (!/^\d{8}$/.test(tag)) {
    complain('A tag number has eight digits.');
    return false;
  }
  return act(`The site has tag ${tag} now.`, 'register', { door: door.id, tag });
}
