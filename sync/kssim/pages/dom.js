// Elements, made and changed in place. Text always arrives as text: nothing on
// this page reads HTML, because the names in the simulation are anybody's.

// el makes an element; names that begin with "on" are listeners.
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== false && value !== undefined) node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== undefined && child !== null));
  return node;
}

const svg = 'http://www.w3.org/2000/svg';

// icon is one of the symbols in doors.html.
export function icon(name) {
  const node = document.createElementNS(svg, 'svg');
  const use = document.createElementNS(svg, 'use');
  node.setAttribute('class', 'icon');
  node.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', '#i-' + name);
  node.append(use);
  return node;
}

// chip is a state in a word, with an icon: never a colour alone.
export function chip(kind, picture, text) {
  return el('span', { class: 'chip ' + kind }, icon(picture), el('span', {}, text));
}

// write leaves the node alone where it says the same already.
export function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// chips shows a list of [kind, picture, text] as list items, in place.
export function chips(list, states) {
  keyed(list, states, (state) => state.join('|'), (state) => ({ node: el('li', {}, chip(...state)) }));
}

const rowsOf = new WeakMap();

// keyed makes the children of a container agree with the items, and keeps the
// node of an item that stays: focus and what is typed in it survive. make
// returns { node, update }.
export function keyed(container, items, keyOf, make) {
  const rows = rowsOf.get(container) ?? new Map();
  rowsOf.set(container, rows);
  const wanted = new Map(items.map((item, i) => [keyOf(item, i), item]));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    leave(container, row.node);
    row.node.remove();
    rows.delete(key);
  }
  const focused = document.activeElement;
  let next = container.firstElementChild;
  for (const [key, item] of wanted) {
    if (!rows.has(key)) rows.set(key, make(item));
    const row = rows.get(key);
    row.update?.(item);
    if (row.node === next) next = next.nextElementSibling;
    else container.insertBefore(row.node, next);
  }
  // A node that was moved has lost the focus.
  if (document.activeElement !== focused && container.contains(focused)) focused.focus();
}

const reachable = 'summary, button, input, select, textarea';

// leave hands the focus of a row that goes to the row beside it.
function leave(container, node) {
  if (!node.contains(document.activeElement)) return;
  const row = node.nextElementSibling ?? node.previousElementSibling;
  const target = row?.querySelector(reachable) ?? container.closest('[tabindex="-1"]');
  target?.focus();
}

// choose fills a select with [value, text] pairs, without closing it.
export function choose(select, pairs) {
  const now = [...select.options].map((o) => o.value + '|' + o.textContent).join('\n');
  if (now === pairs.map((pair) => pair.join('|')).join('\n')) return;
  const chosen = select.value;
  select.replaceChildren(...pairs.map(([value, text]) => el('option', { value }, text)));
  if (pairs.some(([value]) => value === chosen)) select.value = chosen;
}

// button runs an action; pressed again while that runs, it does nothing.
export function button(text, action, props = {}) {
  let busy = false;
  return el('button', {
    type: 'button', ...props, onclick: async (event) => {
      if (busy) return;
      busy = true;
      try {
        await action(event);
      } finally {
        busy = false;
      }
    },
  }, text);
}

// toggle is a switch; it shows what the simulation says, not what was pressed.
export function toggle(text, change, note) {
  const box = el('input', { type: 'checkbox', role: 'switch', onchange: () => change(box.checked) });
  const label = el('label', { class: 'switch' }, el('span', {}, text, note && el('span', { class: 'muted block' }, note)), box);
  return { node: label, set: (on) => { box.checked = on; } };
}

// field is an input that keeps what is being typed in it until it is sent or
// given up with Escape. send returns whether it went well.
export function field(props, send) {
  let known = '';
  const input = el('input', {
    autocomplete: 'off', spellcheck: 'false', ...props,
    onkeydown: (event) => {
      if (event.key === 'Escape' && input.value !== known) input.value = known;
    },
    onchange: async () => {
      if (input.value !== known && await send(input.value)) known = input.value;
    },
  });
  return {
    node: input,
    set: (value) => {
      if (input.value === known) input.value = value;
      known = value;
    },
  };
}

// selection is a select that sends what is chosen once the choosing has
// settled: the keyboard goes through other options on its way.
export function selection(props, send) {
  let known, timer, sending;
  const settle = async () => {
    clearTimeout(timer);
    timer = undefined;
    if (select.value === known || sending) return;
    sending = true;
    if (await send(select.value)) known = select.value;
    else select.value = known;
    sending = false;
  };
  const select = el('select', {
    ...props, onblur: settle, onchange: () => {
      clearTimeout(timer);
      timer = setTimeout(settle, 500);
    },
  });
  return {
    node: select,
    set: (pairs, value) => {
      if (timer !== undefined || sending) return;
      choose(select, pairs);
      select.value = known = value;
    },
  };
}

// form is one field and one button that sends it, also by Enter.
export function form(label, action, send, props = {}) {
  const input = el('input', { autocomplete: 'off', spellcheck: 'false', 'aria-label': label, placeholder: label, required: true, ...props });
  return el('form', {
    class: 'line', onsubmit: async (event) => {
      event.preventDefault();
      if (await send(input.value.trim())) input.value = '';
    },
  }, input, el('button', {}, action));
}
