// A form above the page: its frame and fields, what is wrong with them, and the wait for an answer.

import { RefusedError, ServerAwayError } from './api.js';
import { h, iconButton, newId } from './dom.js';
import { createField } from './fields.js';
import { markdown } from './markdown.js';

export class Modal {
  fields = [];
  #isGone = false;
  #label = '';
  #waits = 0;

  /** @param on submit(): all is filled in; cancel(): the person wants it no more; closed(): it is gone, however it went */
  constructor(words, on) {
    this.words = words;
    this.on = on;
    const titleId = newId('dialog');
    this.title = h('h2', { id: titleId });
    this.introduction = h('div', { class: 'introduction' });
    this.form = h('div', { class: 'fields' });
    this.problem = h('p', { class: 'problem', role: 'alert' });
    this.submitButton = h('button', { type: 'submit', class: 'button primary' });
    const cancelButton = h('button', { type: 'button', class: 'button', onclick: () => on.cancel() }, words.cancel);
    this.element = h(
      'dialog',
      { class: 'dialog', 'aria-labelledby': titleId },
      h(
        'form',
        { novalidate: true },
        h('header', {}, this.title, iconButton('close', words.closeDialog, () => on.cancel())),
        h('div', { class: 'dialog-body' }, this.introduction, this.form),
        h('footer', {}, this.problem, cancelButton, this.submitButton),
      ),
    );
    this.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      on.cancel();
    });
    this.element.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.submitButton.disabled && this.#check()) {
        on.submit();
      }
    });
  }

  open() {
    document.body.append(this.element);
    this.element.showModal();
    this.focusFirst();
  }

  close() {
    if (!this.#isGone) {
      this.#isGone = true;
      this.element.close();
      this.element.remove();
      this.on.closed();
    }
  }

  focusFirst() {
    (this.form.querySelector('input, textarea, select') ?? this.submitButton).focus();
  }

  /**
   * In the place of what was there; who is in a field stays in that of the same name.
   * @param elements see createField
   * @param on lookUp(element, query), changed(element)
   */
  show(session, { title, introduction, submitLabel, elements }, on) {
    const before = this.fields.find((f) => f.element.contains(document.activeElement))?.name;
    this.title.textContent = title;
    this.introduction.replaceChildren(...(introduction ? [markdown(introduction, new Set(), '')] : []));
    this.#label = submitLabel || this.words.submit;
    this.#drawButton();
    this.problem.textContent = '';
    this.fields = elements.map((element) =>
      createField(session, element, { lookUp: (query) => on.lookUp(element, query), changed: () => on.changed(element) }));
    this.form.replaceChildren(...this.fields.map((f) => f.element));
    this.fields.find((f) => f.name === before)?.focus();
  }

  /** By name. */
  get values() {
    return Object.fromEntries(this.fields.filter((f) => !f.isText).map((f) => [f.name, f.value]));
  }

  has(name) {
    return this.fields.some((f) => f.name === name);
  }

  /**
   * Says what is wrong: with single fields, and at the bottom with the whole, and with fields that aren't there.
   * @param errors by name
   */
  refuse(text, errors = {}) {
    const refused = this.fields.filter((f) => errors[f.name]);
    for (const field of refused) {
      field.problem = errors[field.name];
    }
    refused[0]?.focus();
    const others = Object.entries(errors).filter(([name]) => !this.has(name)).map(([, error]) => error);
    this.problem.textContent = [text, ...others].filter(Boolean).join(' ');
  }

  /** Null: nobody has understood it, and the reason is shown. */
  async waitFor(work) {
    this.problem.textContent = '';
    this.#waits += 1;
    this.#drawButton();
    try {
      return await work();
    } catch (refusal) {
      if (!(refusal instanceof RefusedError || refusal instanceof ServerAwayError)) {
        throw refusal;
      }
      this.refuse(refusal instanceof RefusedError ? refusal.message : this.words.failed, refusal.errors);
      return null;
    } finally {
      this.#waits -= 1;
      this.#drawButton();
    }
  }

  #drawButton() {
    this.submitButton.disabled = this.#waits > 0;
    this.submitButton.textContent = this.#waits > 0 ? this.words.submitting : this.#label;
  }

  /** What can't be sent has the focus and says why. */
  #check() {
    const problems = this.fields.filter((field) => !field.check());
    problems[0]?.focus();
    return problems.length === 0;
  }
}
