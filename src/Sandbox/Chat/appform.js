// A form of an App as the web client shows it: filled in, brought anew by a change, refused field by field, sent.

import { Modal } from './modal.js';

/**
 * @param opened app, form, and the place where the person was
 * @param closed called once it is gone, however it went
 * @returns closes it without a word to anybody
 */
export function showAppForm(session, opened, closed) {
  const { modal } = new AppFormView(session, opened, closed);
  modal.open();
  return () => modal.close();
}

class AppFormView {
  #refreshes = 0;

  constructor(session, { app, form, place }, closed) {
    this.session = session;
    this.app = app;
    this.place = place;
    this.modal = new Modal(session.words, { submit: () => this.#submit(), cancel: () => this.modal.close(), closed });
    this.#show(form);
  }

  /**
   * What stands in the fields is what the App says: nothing else stays of the form before.
   * @param typed but for what was typed while the App was asked, by field
   */
  #show(form, typed = {}) {
    this.form = form;
    const elements = (form.fields ?? []).map((field) => ({ ...elementOf(field), ...(field.name in typed ? { typed: typed[field.name] } : {}) }));
    this.modal.show(this.session, { title: form.title, introduction: form.header, elements }, {
      lookUp: (element, query) => this.#lookUp(element.name, query),
      changed: (element) => element.refresh && form.source && this.#refresh(element.name),
    });
  }

  /** In the shape in which the plugin hands them on: choices with their labels, null where nothing is. */
  get #values() {
    const fields = (this.form.fields ?? []).filter((f) => f.type !== 'markdown');
    return Object.fromEntries(fields.map((field) => [field.name, this.#valueOf(field, this.modal.fields.find((f) => f.name === field.name))]));
  }

  #valueOf(given, { value, chosen }) {
    switch (given.type) {
      case 'bool':
        return value;
      case 'static_select':
      case 'dynamic_select':
      case 'user':
      case 'channel': {
        const label = ({ value: id, text }) => (given.type === 'user' && this.session.users.get(id)?.username) || text;
        const choices = chosen.map((choice) => ({ label: label(choice), value: choice.value }));
        return given.multiselect ? choices : choices[0] ?? null;
      }
      default:
        return value === '' ? null : String(value);
    }
  }

  async #submit() {
    const answer = await this.modal.waitFor(async () => {
      const given = await this.#call(this.form.submit ?? this.form.source);
      if (!given.form) {
        this.session.answered(given, this.app, this.place);
      }
      return given;
    });
    if (answer?.form) {
      this.#show(answer.form);
      this.modal.focusFirst();
    } else if (answer) {
      this.modal.close();
    }
  }

  /** Only the answer to the last change counts. */
  async #refresh(name) {
    this.#refreshes += 1;
    const refresh = this.#refreshes;
    const before = this.modal.values;
    const answer = await this.modal.waitFor(() => this.#call(this.form.source, { field: name }));
    if (answer?.form && refresh === this.#refreshes) {
      const changed = Object.entries(this.modal.values).filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]));
      this.#show(answer.form, Object.fromEntries(changed));
    }
  }

  async #lookUp(name, query) {
    const answer = await this.#call(this.form.fields.find((f) => f.name === name).lookup, { field: name, query });
    return (answer.data?.items ?? []).map((item) => ({ text: item.label, value: item.value }));
  }

  #call(call, about = {}) {
    return this.session.commands.apps.call(this.app, call, this.place, { values: this.#values, ...about });
  }
}

/** The same in the words of a dialog. */
function elementOf(field) {
  const element = {
    name: field.name,
    display_name: field.modal_label || field.label || field.name,
    optional: !field.is_required,
    readonly: field.readonly,
    help_text: field.description,
    placeholder: field.hint,
    min_length: field.min_length,
    max_length: field.max_length,
    multiselect: field.multiselect,
    refresh: field.refresh,
  };
  const options = (choices) => [choices ?? []].flat().map((o) => ({ text: o.label ?? o.value, value: o.value }));
  const values = options(field.value).map((o) => o.value);
  const typed = field.multiselect ? values : values[0] ?? null;
  switch (field.type) {
    case 'static_select':
      return { ...element, type: 'select', options: options(field.options), typed };
    case 'dynamic_select':
      return { ...element, type: 'select', data_source: 'dynamic', options: options(field.value), typed };
    case 'user':
    case 'channel':
      return { ...element, type: 'select', data_source: `${field.type}s`, options: options(field.value), typed };
    case 'bool':
      return { ...element, type: 'bool', typed: field.value === true };
    case 'markdown':
      return { ...element, type: 'markdown' };
    default:
      return { ...element, type: field.subtype === 'textarea' ? 'textarea' : 'text', subtype: field.subtype, typed: field.value ?? '' };
  }
}
