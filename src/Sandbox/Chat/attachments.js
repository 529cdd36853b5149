// Cards below a post, with their buttons and menus.

import { ApiError } from './api.js';
import { h } from './dom.js';
import { markdown } from './markdown.js';

const styles = new Set(['primary', 'success', 'good', 'warning', 'danger']);
const named = { good: 'var(--good)', warning: 'var(--warning)', danger: 'var(--danger)' };

export function attachments(session, post) {
  return (post.props.attachments ?? []).map((card) => renderCard(session, post, card));
}

function renderCard(session, post, card) {
  const text = (source) => markdown(source, new Set(), session.me.username);
  const fields = card.fields ?? [];
  const hasFrame = card.color || card.title || card.text || card.author_name || fields.length > 0;
  const element = h(
    'div',
    { class: hasFrame ? 'card framed' : 'card' },
    card.author_name ? h('div', { class: 'card-author' }, link(card.author_link, card.author_name)) : null,
    card.title ? h('div', { class: 'card-title' }, link(card.title_link, card.title)) : null,
    card.text ? text(card.text) : null,
    fields.length > 0
      ? h('dl', { class: 'card-fields' }, fields.map((f) => h('div', { class: f.short ? 'short' : null }, h('dt', {}, f.title), h('dd', {}, text(String(f.value ?? ''))))))
      : null,
    (card.actions ?? []).length > 0 ? renderActions(session, post, card.actions) : null,
    card.footer ? h('div', { class: 'card-footer' }, card.footer) : null,
  );
  const color = named[card.color] ?? (/^#[0-9a-f]{3,8}$/i.test(card.color ?? '') ? card.color : null);
  if (color) {
    element.style.setProperty('--card', color);
  }
  return h('div', {}, card.pretext ? text(card.pretext) : null, element);
}

function link(address, text) {
  return /^https?:/i.test(address ?? '') ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, text) : text;
}

function renderActions(session, post, actions) {
  const problem = h('p', { class: 'problem', role: 'alert' });
  const press = async (control, action, selected) => {
    problem.textContent = '';
    control.disabled = true;
    try {
      await session.history.press(post, action, selected);
    } catch (refusal) {
      problem.textContent = refusal instanceof ApiError ? refusal.message : session.words.failed;
    } finally {
      control.disabled = Boolean(action.disabled);
    }
  };
  return h(
    'div',
    { class: 'card-actions' },
    actions.map((action) => (action.type === 'select' ? renderMenu(session, action, press) : renderButton(action, press))),
    problem,
  );
}

function renderButton(action, press) {
  const style = styles.has(action.style) ? action.style : 'plain';
  const button = h('button', { type: 'button', class: `button ${style}`, disabled: Boolean(action.disabled), title: action.tooltip }, action.name);
  button.addEventListener('click', () => press(button, action));
  return button;
}

function renderMenu(session, action, press) {
  const menu = h(
    'select',
    { 'aria-label': action.name, disabled: Boolean(action.disabled) },
    h('option', { value: '' }, action.name),
    optionsOf(session, action).map((o) => h('option', { value: o.value, selected: o.value === action.default_option }, o.text)),
  );
  menu.addEventListener('change', () => menu.value && press(menu, action, menu.value));
  return menu;
}

function optionsOf(session, action) {
  switch (action.data_source) {
    case 'users':
      return [...session.users.values()].map((u) => ({ text: session.users.nameOf(u), value: u.id }));
    case 'channels':
      return [...session.channels.values()].filter((c) => c.type === 'O').map((c) => ({ text: c.display_name, value: c.id }));
    default:
      return action.options ?? [];
  }
}
