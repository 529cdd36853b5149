// What could be meant: commands after a slash, people after an at-sign.

import { avatar } from './post.js';
import { h, newId } from './dom.js';

const most = 8;

export class Completion {
  session = null;
  #matches = [];
  #chosen = 0;
  #start = 0;

  /** @param completed called when a suggestion has been put into the text */
  constructor(text, completed) {
    this.text = text;
    this.completed = completed;
    this.element = h('ul', { class: 'completion', role: 'listbox', id: newId('completion'), hidden: true });
    text.setAttribute('aria-autocomplete', 'list');
    text.setAttribute('aria-controls', this.element.id);
    text.addEventListener('blur', () => this.close());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  close() {
    this.element.hidden = true;
    this.text.removeAttribute('aria-activedescendant');
  }

  look() {
    const before = this.#typed();
    const commands = before.startsWith('/') ? this.session.commands.offered(before) : null;
    const person = /(?:^|[\s(])@([\w.-]*)$/.exec(before);
    if (/^\/\S*$/.test(before)) {
      // What was typed meanwhile has been looked up by itself.
      this.session.refreshCommands().then(() => this.#typed() === before && this.isOpen && this.#offerCommands(this.session.commands.offered(before)));
    }
    if (commands?.matches.length > 0) {
      this.#offerCommands(commands);
    } else if (person) {
      this.#offer(before.length - person[1].length - 1, this.#people(person[1]));
    } else {
      this.close();
    }
  }

  #typed() {
    return this.text.value.slice(0, this.text.selectionStart);
  }

  /** How the command goes on that is being typed. */
  hint() {
    return this.session.commands.hint(this.text.value);
  }

  /** True: the key was for us. */
  takes(event) {
    if (!this.isOpen || event.isComposing) {
      return false;
    }
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        this.#choose((this.#chosen + (event.key === 'ArrowDown' ? 1 : this.#matches.length - 1)) % this.#matches.length);
        break;
      case 'Tab':
        this.#complete(this.#matches[this.#chosen]);
        break;
      case 'Enter':
        // What is typed in full is meant as it stands.
        if (this.text.value.slice(this.#start, this.text.selectionStart) === this.#matches[this.#chosen].text) {
          this.close();
          return false;
        }
        this.#complete(this.#matches[this.#chosen]);
        break;
      case 'Escape':
        event.stopPropagation();
        this.close();
        break;
      default:
        return false;
    }
    event.preventDefault();
    return true;
  }

  #offerCommands({ start, matches }) {
    const parts = ({ text, hint, about }) => [h('code', {}, text), h('span', { class: 'args' }, hint), h('span', { class: 'about' }, about)];
    this.#offer(start, matches.map((match) => ({ text: match.text, parts: parts(match) })));
  }

  #people(typed) {
    const wanted = typed.toLowerCase();
    return [...this.session.users.values()]
      .filter((u) => [u.username, u.first_name, u.last_name].some((name) => name.toLowerCase().startsWith(wanted)))
      .map((u) => {
        const name = this.session.users.nameOf(u);
        return { text: `@${u.username}`, parts: [avatar({ id: u.id, name, isBot: u.is_bot }), h('span', {}, `@${u.username}`), h('span', { class: 'about' }, name)] };
      });
  }

  #offer(start, matches) {
    this.#start = start;
    this.#matches = matches.slice(0, most);
    this.element.setAttribute('aria-label', this.session.words.completions);
    this.element.replaceChildren(
      ...this.#matches.map((match, i) =>
        h('li', { role: 'option', id: `${this.element.id}-${i}`, onmousedown: (event) => event.preventDefault(), onclick: () => this.#complete(match) }, match.parts),
      ),
    );
    this.element.hidden = this.#matches.length === 0;
    if (this.isOpen) {
      this.#choose(0);
    } else {
      this.close();
    }
  }

  #choose(index) {
    this.#chosen = index;
    [...this.element.children].forEach((option, i) => option.setAttribute('aria-selected', i === index));
    this.text.setAttribute('aria-activedescendant', `${this.element.id}-${index}`);
  }

  #complete(match) {
    const end = this.text.selectionStart;
    this.text.setRangeText(`${match.text} `, this.#start, end, 'end');
    this.close();
    this.completed();
    this.text.focus();
  }
}
