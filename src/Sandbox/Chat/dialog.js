// An interactive dialog as Mattermost's clients show it: filled in, sent, refused with a reason, sent again.

import { ApiError } from './api.js';
import { h, iconButton, newId } from './dom.js';
import { createField } from './fields.js';
import { markdown } from './markdown.js';

/**
 * @param opened what the server told: url and dialog
 * @param closed called once it is gone, however it went
 * @returns closes it without a word to anybody
 */
export function showDialog(session, opened, closed) {
  const view = new DialogView(session, opened, closed);
  document.body.append(view.element);
  view.element.showModal();
  view.focusFirst();
  return () => view.close();
}

class DialogView {
  #fields = [];
  /** Of the steps before this one. */
  #answers = {};
  #isGone = false;

  constructor(session, opened, closed) {
    this.session = session;
    this.opened = opened;
    this.closed = closed;
    this.place = { channel_id: session.channelId, team_id: session.team.id };
    const { words } = session;
    const titleId = newId('dialog');
    this.title = h('h2', { id: titleId });
    this.introduction = h('div', { class: 'introduction' });
    this.form = h('div', { class: 'fields' });
    this.problem = h('p', { class: 'problem', role: 'alert' });
    this.submitButton = h('button', { type: 'submit', class: 'button primary' });
    this.element = h(
      'dialog',
      { class: 'dialog', 'aria-labelledby': titleId },
      h(
        'form',
        { novalidate: true },
        h('header', {}, this.title, iconButton('close', words.closeDialog, () => this.#cancel())),
        h('div', { class: 'dialog-body' }, this.introduction, this.form),
        h('footer', {}, this.problem, h('button', { type: 'button', class: 'button', onclick: () => this.#cancel() }, words.cancel), this.submitButton),
      ),
    );
    this.element.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.#cancel();
    });
    this.element.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#show(opened.dialog);
  }

  close() {
    if (!this.#isGone) {
      this.#isGone = true;
      this.element.close();
      this.element.remove();
      this.closed();
    }
  }

  focusFirst() {
    (this.form.querySelector('input, textarea, select') ?? this.submitButton).focus();
  }

  /** @param typed what stays of the form before, by field */
  #show(dialog, typed = {}) {
    this.dialog = dialog;
    this.title.textContent = dialog.title;
    this.introduction.replaceChildren(...(dialog.introduction_text ? [markdown(dialog.introduction_text, new Set(), '')] : []));
    this.submitButton.textContent = dialog.submit_label || this.session.words.submit;
    this.problem.textContent = '';
    this.#fields = (dialog.elements ?? []).map((element) =>
      createField(this.session, element.default || typed[element.name] === undefined ? element : { ...element, typed: typed[element.name] }, {
        lookUp: (query) => this.#lookUp(element, query),
        changed: () => element.refresh && this.dialog.source_url && this.#refresh(element.name),
      }),
    );
    this.form.replaceChildren(...this.#fields.map((f) => f.element));
  }

  get #values() {
    return { ...this.#answers, ...Object.fromEntries(this.#fields.map((f) => [f.name, f.value])) };
  }

  async #submit() {
    const problems = this.#fields.filter((field) => !field.check());
    if (problems.length > 0) {
      problems[0].focus();
      return;
    }
    const answer = await this.#tell({ url: this.opened.url, submission: this.#values });
    if (!answer) {
      return;
    }
    const refused = this.#fields.filter((field) => answer.errors?.[field.name]);
    for (const field of refused) {
      field.problem = answer.errors[field.name];
    }
    refused[0]?.focus();
    this.problem.textContent = answer.error ?? '';
    if (answer.type === 'form' && answer.form) {
      this.#answers = this.#values;
      this.#show(answer.form);
      this.focusFirst();
    } else if (!answer.error && refused.length === 0) {
      // Errors of fields that aren't there keep no dialog open, in the real clients neither.
      this.close();
    }
  }

  async #refresh(name) {
    const answer = await this.#tell({ url: this.dialog.source_url, type: 'refresh', submission: { ...this.#values, selected_field: name } });
    if (answer?.type === 'form' && answer.form) {
      this.#show(answer.form, this.#values);
      this.#fields.find((f) => f.name === name)?.focus();
    } else if (answer?.error) {
      this.problem.textContent = answer.error;
    }
  }

  async #lookUp(element, query) {
    const answer = await this.session.api.post('/actions/dialogs/lookup', {
      url: element.data_source_url || this.opened.url,
      callback_id: this.dialog.callback_id,
      state: this.dialog.state,
      ...this.place,
      submission: { ...this.#values, query, selected_field: element.name },
    });
    return answer.items ?? [];
  }

  /** Null: nobody has understood it, and the reason stands at the bottom. */
  async #tell(what) {
    const { words } = this.session;
    const label = this.submitButton.textContent;
    this.problem.textContent = '';
    this.submitButton.disabled = true;
    this.submitButton.textContent = words.submitting;
    try {
      return await this.session.api.post('/actions/dialogs/submit', { callback_id: this.dialog.callback_id, state: this.dialog.state, ...this.place, ...what });
    } catch (refusal) {
      this.problem.textContent = refusal instanceof ApiError ? refusal.message : words.failed;
      return null;
    } finally {
      this.submitButton.disabled = false;
      this.submitButton.textContent = label;
    }
  }

  /** The integration hears of it only if it wants to; its answer interests nobody. */
  #cancel() {
    if (this.dialog.notify_on_cancel) {
      const body = { url: this.opened.url, callback_id: this.dialog.callback_id, state: this.dialog.state, ...this.place, cancelled: true };
      this.session.api.post('/actions/dialogs/submit', body).catch((refusal) => console.warn(refusal.message));
    }
    this.close();
  }
}
