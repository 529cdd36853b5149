// An interactive dialog as Mattermost's clients show it: filled in, sent, refused with a reason, sent again.

import { Modal } from './modal.js';

/**
 * @param opened what the server told: url and dialog
 * @param closed called once it is gone, however it went
 * @returns closes it without a word to anybody
 */
export function showDialog(session, opened, closed) {
  const { modal } = new DialogView(session, opened, closed);
  modal.open();
  return () => modal.close();
}

class DialogView {
  /** Of the steps before this one. */
  #answers = {};

  constructor(session, opened, closed) {
    this.session = session;
    this.opened = opened;
    this.place = { channel_id: session.channelId, team_id: session.team.id };
    this.modal = new Modal(session.words, { submit: () => this.#submit(), cancel: () => this.#cancel(), closed });
    this.#show(opened.dialog);
  }

  /** @param typed what stays of the form before, by field */
  #show(dialog, typed = {}) {
    this.dialog = dialog;
    const elements = (dialog.elements ?? []).map((element) =>
      (element.default || typed[element.name] === undefined ? element : { ...element, typed: typed[element.name] }));
    this.modal.show(this.session, { title: dialog.title, introduction: dialog.introduction_text, submitLabel: dialog.submit_label, elements }, {
      lookUp: (element, query) => this.#lookUp(element, query),
      changed: (element) => element.refresh && dialog.source_url && this.#refresh(element.name),
    });
  }

  get #values() {
    return { ...this.#answers, ...this.modal.values };
  }

  async #submit() {
    const answer = await this.#tell({ url: this.opened.url, submission: this.#values });
    if (!answer) {
      return;
    }
    // Errors of fields that aren't there keep no dialog open, in the real clients neither.
    const errors = Object.entries(answer.errors ?? {}).filter(([name, error]) => error && this.modal.has(name));
    if (answer.type === 'form' && answer.form) {
      this.#answers = this.#values;
      this.#show(answer.form);
      this.modal.focusFirst();
    } else if (answer.error || errors.length > 0) {
      this.modal.refuse(answer.error ?? '', Object.fromEntries(errors));
    } else {
      this.modal.close();
    }
  }

  async #refresh(name) {
    const answer = await this.#tell({ url: this.dialog.source_url, type: 'refresh', submission: { ...this.#values, selected_field: name } });
    if (answer?.type === 'form' && answer.form) {
      this.#show(answer.form, this.#values);
    } else if (answer?.error) {
      this.modal.refuse(answer.error);
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

  #tell(what) {
    const body = { callback_id: this.dialog.callback_id, state: this.dialog.state, ...this.place, ...what };
    return this.modal.waitFor(() => this.session.api.post('/actions/dialogs/submit', body));
  }

  /** The integration hears of it only if it wants to; its answer interests nobody. */
  #cancel() {
    if (this.dialog.notify_on_cancel) {
      const body = { url: this.opened.url, callback_id: this.dialog.callback_id, state: this.dialog.state, ...this.place, cancelled: true };
      this.session.api.post('/actions/dialogs/submit', body).catch((refusal) => console.warn(refusal.message));
    }
    this.modal.close();
  }
}
