// Who the visitor is, and where they can go.

import { arrange, h, icon, set } from './dom.js';
import { avatar, botTag } from './post.js';

/** The people at the top: one press, and the visitor sees with their eyes. */
export class People {
  #buttons = new Buttons('person');

  constructor(element) {
    this.element = element;
  }

  show(sessions, current, choose) {
    this.element.setAttribute('aria-label', current.words.beSomebody);
    arrange(
      this.element,
      sessions.map((session) => {
        const isCurrent = session === current;
        const { count, calls } = isCurrent ? { count: 0, calls: 0 } : session.unread.total;
        const { id, name } = session.me;
        const button = this.#buttons.get(id, () => choose(session), [
          avatar({ id, name, isBot: false }),
          h('span', { class: 'person-name' }, name.split(' ')[0]),
          badge(calls, count, current.words),
        ]);
        set(button, 'title', name);
        set(button, 'aria-label', count > 0 ? `${name}, ${current.words.unread(count)}` : name);
        set(button, 'aria-pressed', String(isCurrent));
        return button;
      }),
    );
  }
}

/** Channels and conversations. */
export class Places {
  #buttons = new Buttons('place');
  #channels = h('ul');
  #talks = h('ul');
  #channelsTitle = h('h2');
  #talksTitle = h('h2');

  constructor(element) {
    this.element = element;
    element.append(this.#channelsTitle, this.#channels, this.#talksTitle, this.#talks);
  }

  /** @param go called with what opens the place that was chosen */
  show(session, go) {
    const { words } = session;
    const channels = [...session.channels.values()];
    const users = session.users.partners.sort(byNearness(session));
    this.element.setAttribute('aria-label', words.channels);
    this.#channelsTitle.textContent = words.channels;
    this.#talksTitle.textContent = words.directMessages;
    arrange(this.#channels, channels.filter((c) => c.type === 'O' || c.type === 'P').map((c) => this.#channel(session, c, go)));
    arrange(this.#talks, [...channels.filter((c) => c.type === 'G').map((c) => this.#channel(session, c, go)), ...users.map((u) => this.#talk(session, u, go))]);
  }

  #channel(session, channel, go) {
    const isPrivate = channel.type === 'P';
    const shown = [icon(isPrivate ? 'lock' : 'hash'), h('span', { class: 'place-name' }, channel.display_name)];
    return this.#item(session, `${session.me.id} ${channel.id}`, channel, shown, isPrivate ? session.words.privateChannel : null, () => go(() => session.show(channel.id)));
  }

  #talk(session, user, go) {
    const name = session.users.nameOf(user);
    const shown = [
      avatar({ id: user.id, name, isBot: user.is_bot }),
      h('span', { class: 'place-name' }, user.id === session.me.id ? session.words.you(name) : name),
      user.is_bot ? botTag(session.words) : null,
    ];
    return this.#item(session, `${session.me.id} ${user.id}`, session.channels.directWith(user.id), shown, null, () => go(() => session.showDirect(user.id)));
  }

  #item(session, key, channel, shown, note, onclick) {
    const { count, calls } = session.unread.of(channel?.id);
    const button = this.#buttons.get(key, onclick, [...shown, badge(calls, count, session.words)]);
    set(button, 'class', count > 0 ? 'place unread' : 'place');
    set(button, 'aria-current', channel !== null && channel.id === session.channelId ? 'page' : null);
    set(button, 'title', note);
    return button.parentElement ?? h('li', {}, button);
  }
}

/** Buttons that stay the same elements, whatever they show: a press that has begun on one shall not come to nothing. */
class Buttons {
  #known = new Map();

  constructor(style) {
    this.style = style;
  }

  get(key, onclick, shown) {
    const button = this.#known.get(key) ?? h('button', { type: 'button', class: this.style });
    this.#known.set(key, button);
    button.onclick = onclick;
    button.replaceChildren(...shown.filter(Boolean));
    return button;
  }
}

/** Bots first, then the others, then oneself. */
function byNearness(session) {
  const rank = (user) => (user.is_bot ? 0 : user.id === session.me.id ? 2 : 1);
  return (a, b) => rank(a) - rank(b) || a.username.localeCompare(b.username);
}

/** A number where somebody is called, a dot where something is new, else nothing. */
function badge(calls, count, words) {
  return count > 0 ? h('span', { class: calls > 0 ? 'badge' : 'badge dot', role: 'img', 'aria-label': words.unread(count) }, calls > 0 ? String(calls) : '') : null;
}
