// One post as it is shown.

import { attachments } from './attachments.js';
import { h, icon, iconButton } from './dom.js';
import { markdown } from './markdown.js';
import { isEphemeral } from './posts.js';

/** By id, in the order in which people turn up. */
const colors = new Map();

/**
 * @param session whose eyes it is seen with
 * @param post as the server told it
 * @param options follows: the line above is by the same author, just before; inThread: replies are on view anyway
 */
export function renderPost(session, post, { follows = false, inThread = false } = {}) {
  const { words } = session;
  const isWhispered = isEphemeral(post);
  const author = authorOf(session, post);
  const body = h('div', { class: 'body' });
  const element = h(
    'article',
    { class: `post${follows ? ' follows' : ''}${isWhispered ? ' ephemeral' : ''}`, 'data-post': post.id, 'aria-label': author.name },
    follows ? h('div', { class: 'gutter', 'aria-hidden': 'true' }, time(post, session)) : avatar(author),
    h(
      'div',
      { class: 'content' },
      follows ? null : h('header', {}, h('span', { class: 'author' }, author.name), author.isBot ? botTag(words) : null, time(post, session)),
      isWhispered ? h('div', { class: 'only-you' }, icon('eye'), words.onlyYou) : null,
      body,
    ),
    actions(session, post, inThread, () => startEditing(session, post, body)),
  );
  fill(session, post, body, inThread);
  return element;
}

/** Several lines "… joined the channel" make one. */
export function renderJoins(session, posts) {
  return h('p', { class: 'system', 'data-post': posts[0].id }, session.words.joined(posts.map((p) => session.users.nameOf(session.users.get(p.user_id))).join(', ')));
}

export function renderSystem(session, post) {
  return h('p', { class: 'system', 'data-post': post.id }, post.message);
}

export function avatar({ id, name, isBot }) {
  if (!isBot && !colors.has(id)) {
    colors.set(id, colors.size % 6);
  }
  return h('div', { class: `avatar ${isBot ? 'of-bot' : `color-${colors.get(id)}`}`, 'aria-hidden': 'true' }, isBot ? icon('bridge') : name.slice(0, 1).toUpperCase());
}

export function botTag(words) {
  return h('span', { class: 'tag' }, words.bot);
}

/** A command's answer speaks in its bridge's name, though it is written in that of the person. */
function authorOf(session, post) {
  const user = session.users.get(post.user_id);
  const byHook = post.props.from_webhook === 'true';
  return {
    id: post.user_id,
    name: (byHook && post.props.override_username) || session.users.nameOf(user),
    isBot: byHook || Boolean(user?.is_bot),
  };
}

function fill(session, post, body, inThread) {
  body.replaceChildren();
  if (post.message) {
    const text = markdown(post.message, new Set([...session.users.values()].map((u) => u.username)), session.me.username);
    if (post.edit_at > 0) {
      const last = text.lastElementChild;
      (last?.tagName === 'P' ? last : text).append(h('span', { class: 'edited' }, ` ${session.words.edited}`));
    }
    body.append(text);
  }
  body.append(...attachments(session, post));
  if (!inThread && post.reply_count > 0) {
    const isNew = session.unread.hasReplies(post.id);
    body.append(
      h(
        'button',
        { type: 'button', class: `replies${isNew ? ' new' : ''}`, onclick: () => session.showThread(post.id) },
        icon('reply'),
        session.words.replies(post.reply_count),
      ),
    );
  }
}

function time(post, session) {
  const at = new Date(post.create_at);
  return h(
    'time',
    { datetime: at.toISOString(), title: at.toLocaleString(session.me.locale) },
    at.toLocaleTimeString(session.me.locale, { timeStyle: 'short' }),
  );
}

function actions(session, post, inThread, edit) {
  const { words } = session;
  const isOwn = post.user_id === session.me.id && !isEphemeral(post);
  const buttons = isEphemeral(post)
    ? [iconButton('close', words.dismiss, () => session.dismiss(post))]
    : [
        inThread ? null : iconButton('reply', words.reply, () => session.showThread(post.root_id || post.id)),
        isOwn && !post.props.from_webhook ? iconButton('edit', words.edit, edit) : null,
        isOwn ? removeButton(session, post) : null,
      ];
  return buttons.some(Boolean) ? h('div', { class: 'actions' }, buttons) : null;
}

/** Asks once more by becoming another button. */
function removeButton(session, post) {
  const button = iconButton('trash', session.words.remove, () => {
    if (button.classList.contains('sure')) {
      session.history.remove(post);
      return;
    }
    button.classList.add('sure');
    button.replaceChildren(session.words.reallyRemove);
    button.setAttribute('aria-label', session.words.reallyRemove);
  });
  button.addEventListener('blur', () => {
    button.classList.remove('sure');
    button.replaceChildren(icon('trash'));
    button.setAttribute('aria-label', session.words.remove);
  });
  return button;
}

function startEditing(session, post, body) {
  const { words } = session;
  const text = h('textarea', { 'aria-label': words.editing, rows: Math.min(8, post.message.split('\n').length + 1) });
  text.value = post.message;
  const problem = h('p', { class: 'problem', role: 'alert' });
  const stop = () => fill(session, post, body, false);
  const save = async () => {
    try {
      await session.history.edit(post, text.value);
      stop();
    } catch (refusal) {
      problem.textContent = refusal.message;
    }
  };
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      save();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      stop();
    }
  });
  body.replaceChildren(
    h(
      'div',
      { class: 'editing' },
      text,
      problem,
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'button primary', onclick: save }, words.save),
        h('button', { type: 'button', class: 'button', onclick: stop }, words.cancel),
      ),
    ),
  );
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}
