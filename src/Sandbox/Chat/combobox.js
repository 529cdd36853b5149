// A menu that is searched by typing, for one choice or for several.

import { h, iconButton } from './dom.js';

const typingPause = 200;

export class Combobox {
  #chosen = [];
  #matches = [];
  #marked = 0;
  #search = 0;
  #pause = 0;
  #isQuiet = false;

  /** @param options id, isMultiple, placeholder, source(query): promised choices, changed() */
  constructor(words, options) {
    this.words = words;
    this.options = options;
    this.input = h('input', {
      id: options.id, type: 'text', role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': `${options.id}-list`,
    });
    this.chips = h('div', { class: 'chips' });
    this.list = h('ul', { class: 'options', id: `${options.id}-list`, role: 'listbox', hidden: true });
    this.element = h('div', { class: 'combobox' }, this.chips, this.input, this.list);
    this.input.addEventListener('focus', () => {
      this.input.select();
      if (!this.#isQuiet) {
        this.#look(0);
      }
    });
    this.input.addEventListener('click', () => this.list.hidden && this.#look(0));
    this.input.addEventListener('input', () => this.#look(typingPause));
    this.input.addEventListener('blur', () => this.#leave());
    this.input.addEventListener('keydown', (event) => this.#press(event));
    this.#draw();
  }

  /** One value or null; an array where several may be chosen. */
  get value() {
    const values = this.#chosen.map((c) => c.value);
    return this.options.isMultiple ? values : values[0] ?? null;
  }

  get chosen() {
    return this.#chosen;
  }

  /** Without its list, which opens for who comes by themselves. */
  focus() {
    this.#isQuiet = true;
    this.input.focus();
    this.#isQuiet = false;
  }

  choose(start, nameOf) {
    this.#chosen = [start ?? []].flat().map((value) => ({ value, text: nameOf(value) }));
    this.#draw();
  }

  #draw() {
    const { isMultiple, placeholder } = this.options;
    this.chips.replaceChildren(
      ...(isMultiple ? this.#chosen : []).map((c) => h('span', { class: 'chip' }, c.text, iconButton('close', this.words.removeChoice(c.text), () => this.#drop(c)))),
    );
    this.input.value = isMultiple ? '' : this.#chosen[0]?.text ?? '';
    this.input.placeholder = placeholder;
  }

  #drop(choice) {
    this.#chosen = this.#chosen.filter((c) => c !== choice);
    this.#draw();
    this.options.changed();
  }

  /** Answers that come out of turn are not shown. */
  #look(pause) {
    clearTimeout(this.#pause);
    this.#search += 1;
    const search = this.#search;
    this.#pause = setTimeout(async () => {
      const typed = this.input.value === this.#chosen[0]?.text ? '' : this.input.value;
      const found = await this.options.source(typed.trim()).catch((refusal) => [{ text: refusal.message, value: null }]);
      if (search === this.#search && document.activeElement === this.input) {
        this.#offer(found.filter((o) => !this.options.isMultiple || !this.#chosen.some((c) => c.value === o.value)));
      }
    }, pause);
  }

  #offer(matches) {
    this.#matches = matches;
    const isEmpty = matches.length === 0;
    this.list.replaceChildren(
      ...(isEmpty
        ? [h('li', { class: 'nothing' }, this.words.nothingFound)]
        : matches.map((match, i) =>
            h('li', { role: 'option', id: `${this.list.id}-${i}`, onmousedown: (event) => event.preventDefault(), onclick: () => this.#take(match) }, match.text),
          )),
    );
    this.#open(true);
    this.list.scrollIntoView({ block: 'nearest' });
    this.#mark(0);
  }

  #open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute('aria-expanded', String(isOpen));
    this.input.removeAttribute('aria-activedescendant');
  }

  #mark(index) {
    this.#marked = index;
    if (this.#matches.length > 0) {
      [...this.list.children].forEach((option, i) => option.setAttribute('aria-selected', String(i === index)));
      this.list.children[index].scrollIntoView({ block: 'nearest' });
      this.input.setAttribute('aria-activedescendant', this.list.children[index].id);
    }
  }

  #take(match) {
    if (match.value === null) {
      return;
    }
    this.#chosen = this.options.isMultiple ? [...this.#chosen, match] : [match];
    this.#open(false);
    this.#draw();
    this.input.dispatchEvent(new Event('input', { bubbles: true }));
    clearTimeout(this.#pause);
    this.options.changed();
  }

  #press(event) {
    if (event.key === 'Backspace' && this.options.isMultiple && this.input.value === '' && this.#chosen.length > 0) {
      this.#drop(this.#chosen.at(-1));
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !this.list.hidden && this.#matches.length > 0) {
      this.#mark((this.#marked + (event.key === 'ArrowDown' ? 1 : this.#matches.length - 1)) % this.#matches.length);
    } else if (event.key === 'Enter' && !this.list.hidden && this.#matches.length > 0) {
      this.#take(this.#matches[this.#marked]);
    } else if (event.key === 'Escape' && !this.list.hidden) {
      this.#open(false);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Text that is no choice is no value; an empty box is no choice any more. */
  #leave() {
    clearTimeout(this.#pause);
    this.#search += 1;
    this.#open(false);
    if (!this.options.isMultiple && this.input.value === '' && this.#chosen.length > 0) {
      this.#chosen = [];
      this.options.changed();
    }
    this.#draw();
  }
}
