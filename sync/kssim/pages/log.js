// What happened: the newest entries of the doors, and the mails that KS sent.

import { chip, el, keyed, write } from './dom.js';
import { hour, many, naive, wall } from './words.js';

const byID = (id) => document.getElementById(id);
const mostMails = 20;

export function updateLog(world) {
  const { site } = world;
  write(byID('entries-count'), site.entries ? String(site.entries) : '');
  byID('no-entries').hidden = site.entries > 0;
  keyed(byID('entries'), site.newest_entries, (_, i) => site.id + (site.entries - i), (entry) => ({ node: entryRow(entry) }));
  showHeld(site);

  const mails = world.mails.map((mail, i) => ({ ...mail, i })).filter((mail) => mail.site === site.name).reverse();
  write(byID('mails-count'), mails.length ? String(mails.length) : '');
  byID('no-mails').hidden = mails.length > 0;
  keyed(byID('mails'), mails.slice(0, mostMails), (mail) => site.id + mail.i, (mail) => ({ node: mailRow(mail, site.time_zone) }));
}

// showHeld tells of entries that have not arrived.
function showHeld(site) {
  const held = site.iqs.filter((q) => q.held_entries);
  byID('held').hidden = !held.length;
  write(byID('held'), held.map((q) => `${many(q.held_entries, 'entry waits', 'entries wait')} in ${q.name} until it hears KS again.`).join(' '));
}

const events = {
  lock_opened: ['good', 'check', 'Opened'],
  lock_rejected: ['error', 'cross', 'Refused'],
  office_mode: ['accent', 'open', 'Office mode'],
  easy_office_mode: ['accent', 'open', 'Office mode by tag'],
  privacy_mode: ['accent', 'eye', 'Privacy'],
};
const details = { no_access: 'no access', suspended: 'suspended or blocked', offline: 'lost its IQ', start: 'on', end: 'off' };
const means = { tag: 'by tag', mobile_key: 'by phone', pin_code: 'by PIN', inside_handle: 'by the handle' };

function entryRow(entry) {
  const event = events[entry.category] ?? ['', 'clock', entry.category.replaceAll('_', ' ')];
  const detail = details[entry.detail] ?? (entry.detail ?? '').replaceAll('_', ' ');
  const text = entry.category === 'lock_opened' ? event[2] : [event[2], detail].filter(Boolean).join(': ');
  const by = entry.category === 'lock_opened' || entry.category === 'lock_rejected' ? means[entry.by] ?? entry.by.replaceAll('_', ' ') : '';
  return el('li', { class: 'entry' },
    el('time', { class: 'muted' }, naive(entry.local)),
    el('span', { class: 'entry-what' },
      el('span', { class: 'strong' }, entry.who || (entry.by === 'inside_handle' ? 'Somebody inside' : 'Nobody known')),
      el('span', { class: 'muted' }, [entry.door, by].filter(Boolean).join(', '))),
    chip(event[0], event[1], text));
}

function mailRow(mail, zone) {
  return el('li', { class: 'entry' },
    el('time', { class: 'muted' }, wall(mail.time, zone, { day: 'numeric', month: 'short', ...hour })),
    el('span', { class: 'entry-what' }, el('span', { class: 'strong' }, mail.name), el('span', { class: 'muted' }, mail.email)));
}
