// The simulation behind the page: what it is asked, and what it is told.

import { complain, say } from './say.js';

const listeners = [];
let choices; // what there is to choose from does not change
let epoch = 0; // counts the acts: what was read before one is old
let timer, looking, again;

// onWorld calls the listener with all that the simulation holds, every time
// that it has been looked at.
export function onWorld(listener) { listeners.push(listener); }

// ask makes one request. Its error is the sentence of the simulation.
export async function ask(path, method = 'GET', body) {
  const answer = await fetch('/_sim/' + path, {
    method, cache: 'no-store', signal: AbortSignal.timeout(10000),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  let value;
  try {
    value = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new Error('The answer is not one of the simulation: is something else at this address?');
  }
  if (!answer.ok) throw new Refused(value?.error ?? `The simulation answered ${answer.status}.`);
  return value;
}

// Refused is an answer that says no.
class Refused extends Error {}

// act changes something, says so, and looks again. It returns the answer, or
// nothing where it was refused.
export async function act(done, path, body, method = 'POST') {
  epoch++;
  try {
    const answer = await ask(path, method, body);
    if (done) say(done);
    return answer ?? {};
  } catch (error) {
    complain(error instanceof Refused ? error.message : 'Nothing was sent: the simulation does not answer.');
    return undefined;
  } finally {
    epoch++;
    look();
  }
}

// admin is an act of a site admin.
export function admin(done, what, names) { return act(done, 'admin', { do: what, ...names }); }

async function gather() {
  choices ??= await ask('choices');
  const [state, clock, network, faults, mails, readings] =
    await Promise.all(['state', 'clock', 'network', 'faults', 'invitations', 'readings'].map((path) => ask(path)));
  return { state, clock, network, rules: faults.rules, mails: mails.invitations, readings, choices };
}

// look reads everything and tells it; and again soon, as long as the page is
// in sight. A simulation with much in it is asked less often.
export async function look() {
  clearTimeout(timer);
  if (looking) {
    again = true;
    return;
  }
  looking = true;
  const began = performance.now(), seen = epoch;
  let world;
  try {
    world = await gather();
  } catch {
    choices = undefined; // another program may be there when it comes back
  }
  looking = false;
  if (seen === epoch || !world) for (const listener of listeners) listener(world);
  if (again || seen !== epoch) {
    again = false;
    look();
  } else if (document.visibilityState === 'visible') {
    timer = setTimeout(look, Math.max(1500, 5 * (performance.now() - began)));
  }
}

document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') look();
});
