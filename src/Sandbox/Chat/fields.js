// The elements of a dialog or an App's form: each is shown, checked as Mattermost's clients check it, and read.

import { Combobox } from './combobox.js';
import { h, newId } from './dom.js';
import { markdown } from './markdown.js';

const subtypes = { text: 'text', email: 'email', number: 'number', password: 'password', tel: 'tel', url: 'url' };

/**
 * @param given the dialog's element; typed: what stands in it already, whatever its default
 * @param on lookUp(query): choices of a dynamic menu; changed(): the value is another one
 * @returns name, element, value, chosen (what was chosen, with its text), check(), problem, focus(); isText: only to be read
 */
export function createField(session, given, on) {
  if (given.type === 'markdown') {
    return { name: given.name, element: h('div', { class: 'field' }, markdown(given.help_text ?? '', new Set(), '')), isText: true, check: () => true };
  }
  const make = { textarea: textField, select: selectField, radio: radioField, bool: boolField, date: dateField, datetime: dateField }[given.type] ?? textField;
  const id = newId('field');
  const { words } = session;
  const control = make(session, given, id, on);
  const problem = h('p', { class: 'problem', id: `${id}-problem`, role: 'alert' });
  const help = given.help_text ? h('p', { class: 'help', id: `${id}-help` }, given.help_text) : null;
  for (const input of control.inputs) {
    input.setAttribute('aria-describedby', [help?.id, problem.id].filter(Boolean).join(' '));
    input.toggleAttribute('required', !given.optional && given.type !== 'bool');
    input.disabled = Boolean(given.readonly);
  }
  const name = [given.display_name, given.optional ? h('span', { class: 'optional' }, ` ${words.optional}`) : null];
  const element = control.isGroup
    ? h('fieldset', { class: 'field' }, h('legend', {}, name), control.element, help, problem)
    : h('div', { class: 'field' }, h('label', { for: id }, name), control.element, help, problem);
  const say = (text) => {
    problem.textContent = text;
    element.classList.toggle('wrong', text !== '');
    control.inputs.forEach((input) => input.setAttribute('aria-invalid', String(text !== '')));
  };
  element.addEventListener('input', () => say(''));
  return {
    name: given.name,
    element,
    get value() {
      return control.value();
    },
    get chosen() {
      return control.chosen?.() ?? [];
    },
    set problem(text) {
      say(text);
    },
    focus: () => {
      if (control.focus) {
        control.focus();
      } else {
        control.inputs[0]?.focus();
      }
      // With what is wrong, which stands below.
      element.scrollIntoView({ block: 'nearest' });
    },
    check: () => {
      say(complaint(words, given, control.value(), control.inputs[0]));
      return problem.textContent === '';
    },
  };
}

function complaint(words, given, value, input) {
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  if (isEmpty) {
    return given.optional || given.type === 'bool' ? '' : words.required;
  }
  if (typeof value === 'string' && given.min_length > 0 && [...value].length < given.min_length) {
    return words.tooShort(given.min_length);
  }
  return input?.validity?.valid === false ? words.badValue : '';
}

function textField(session, given, id) {
  const isLong = given.type === 'textarea';
  const isNumber = given.subtype === 'number';
  const attributes = { id, placeholder: given.placeholder, maxlength: given.max_length || (isLong ? 3000 : 150) };
  const input = isLong ? h('textarea', { ...attributes, rows: 5 }) : h('input', { ...attributes, type: subtypes[given.subtype] ?? 'text', step: isNumber ? 'any' : null, autocomplete: 'off' });
  input.value = given.typed ?? given.default ?? '';
  return { element: input, inputs: [input], value: () => (isNumber && input.value !== '' ? Number(input.value) : input.value) };
}

function boolField(session, given, id) {
  const input = h('input', { id, type: 'checkbox' });
  input.checked = given.typed ?? String(given.default).toLowerCase() === 'true';
  return { element: h('label', { class: 'choice' }, input, h('span', {}, given.placeholder || given.display_name)), inputs: [input], value: () => input.checked };
}

function radioField(session, given, id, on) {
  const inputs = (given.options ?? []).map((option) => {
    const input = h('input', { type: 'radio', name: id, value: option.value });
    input.checked = option.value === (given.typed ?? given.default);
    return input;
  });
  const element = h('div', { class: 'choices' }, inputs.map((input, i) => h('label', { class: 'choice' }, input, h('span', {}, given.options[i].text))));
  element.addEventListener('change', () => on.changed());
  return { element, inputs, isGroup: true, value: () => inputs.find((i) => i.checked)?.value ?? null };
}

function selectField(session, given, id, on) {
  if (!given.data_source && !given.multiselect) {
    const menu = h('select', { id }, h('option', { value: '' }, given.placeholder || session.words.choose), (given.options ?? []).map((o) => h('option', { value: o.value }, o.text)));
    menu.value = given.typed ?? given.default ?? '';
    menu.addEventListener('change', () => on.changed());
    const chosen = () => [...menu.selectedOptions].filter((o) => o.value !== '').map((o) => ({ value: o.value, text: o.text }));
    return { element: menu, inputs: [menu], value: () => menu.value || null, chosen };
  }
  const box = new Combobox(session.words, {
    id,
    isMultiple: Boolean(given.multiselect),
    placeholder: given.placeholder || session.words.search,
    source: sourceOf(session, given, on),
    changed: () => on.changed(),
  });
  const start = given.typed ?? (given.default ? (given.multiselect ? given.default.split(',').map((v) => v.trim()) : given.default) : null);
  box.choose(start, (value) => nameOf(session, given, value));
  return { element: box.element, inputs: [box.input], value: () => box.value, chosen: () => box.chosen, focus: () => box.focus() };
}

function sourceOf(session, given, on) {
  const matching = (query) => (option) => option.text.toLowerCase().includes(query.toLowerCase());
  switch (given.data_source) {
    case 'users':
      return async (query) => {
        const { users } = await session.api.get('/users/autocomplete', { name: query });
        return users.map((u) => ({ value: u.id, text: `${session.users.nameOf(u)} (@${u.username})` }));
      };
    case 'channels':
      return async (query) => (await session.api.get(`/teams/${session.team.id}/channels/autocomplete`, { name: query })).map((c) => ({ value: c.id, text: c.display_name }));
    case 'dynamic':
      return (query) => on.lookUp(query);
    default:
      return async (query) => (given.options ?? []).filter(matching(query));
  }
}

function nameOf(session, given, value) {
  const user = given.data_source === 'users' && session.users.get(value);
  const channel = given.data_source === 'channels' && session.channels.get(value);
  return (user && `${session.users.nameOf(user)} (@${user.username})`) || channel?.display_name || (given.options ?? []).find((o) => o.value === value)?.text || value;
}

function dateField(session, given, id, on) {
  const isTimed = given.type === 'datetime';
  const limits = { min_date: given.min_date, max_date: given.max_date, ...given.datetime_config };
  const local = (text) => (isTimed ? localTime(text) : relativeDay(text));
  const input = h('input', {
    id,
    type: isTimed ? 'datetime-local' : 'date',
    min: local(limits.min_date) || null,
    max: local(limits.max_date) || null,
    step: isTimed ? (given.time_interval || 60) * 60 : null,
  });
  input.value = local(given.typed ?? given.default);
  input.addEventListener('change', () => on.changed());
  return { element: input, inputs: [input], value: () => (isTimed && input.value ? new Date(input.value).toISOString().replace(/\.\d+Z$/, 'Z') : input.value || null) };
}

/** today, tomorrow, yesterday, +3d, -1w, +1M, or a day as it stands. */
function relativeDay(text, now = new Date()) {
  const step = { today: '+0d', tomorrow: '+1d', yesterday: '-1d' }[text] ?? text ?? '';
  const [, sign, number, unit] = /^([+-])(\d+)([dwM])$/.exec(step) ?? [];
  if (!unit) {
    return step.slice(0, 10);
  }
  const by = Number(`${sign}${number}`);
  const day = new Date(now.getFullYear(), now.getMonth() + (unit === 'M' ? by : 0), now.getDate() + (unit === 'd' ? by : unit === 'w' ? by * 7 : 0));
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
}

function localTime(text) {
  if (!text) {
    return '';
  }
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? `${relativeDay(text)}T00:00` : new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
