// How the page puts things.

// nameOf is the full name of a user.
export function nameOf(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(' ') || user.email || user.id;
}

const order = new Intl.Collator().compare;

// byName sorts users.
export function byName(users) { return [...users].sort((a, b) => order(nameOf(a), nameOf(b))); }

// labelOf is what a group or a tag calls the user.
export function labelOf(user) {
  return user.email ? user.email.toLowerCase() : [user.first_name, user.last_name].filter(Boolean).join(' ');
}

// many counts things: "1 person", "2 people".
export function many(n, one, more = one + 's') { return `${n} ${n === 1 ? one : more}`; }

// list reads "a, b and c", and "a, b and 4 more" where it would get long.
export function list(words, most = 4) {
  if (words.length <= 1) return words.join('');
  const shown = words.length > most ? words.slice(0, most) : words.slice(0, -1);
  const rest = words.length > most ? many(words.length - most, 'more', 'more') : words.at(-1);
  return `${shown.join(', ')} and ${rest}`;
}

// fits tells whether the text holds every word that is looked for.
export function fits(text, wanted) {
  const plain = text.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => plain.includes(word));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// naive shows a wall clock such as 2026-09-03T14:02:33.
export function naive(text) {
  const [date, time] = text.split('T');
  const [, month, day] = date.split('-');
  return `${Number(day)} ${months[month - 1]} ${time}`;
}

// wall shows an instant by the wall clock of a zone.
export function wall(instant, zone, options) {
  const at = new Date(instant);
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(at).replace('Sept', 'Sep');
  } catch { // a zone that this browser does not know
    return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(at) + ' UTC';
  }
}

export const hour = { hour: '2-digit', minute: '2-digit' };
export const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', ...hour };
