// A column of posts that keeps its place: what hasn't changed stays as it is, and who reads the newest goes on reading the newest.

import { arrange, h } from './dom.js';
import { renderJoins, renderPost, renderSystem } from './post.js';
import { isEphemeral } from './posts.js';

/** Posts of one author this close together share one head. */
const together = 5 * 60_000;
const nearBottom = 60;
const nearTop = 200;

export class PostList {
  #shown = new Map();
  #atBottom = true;
  #place = null;
  #session = null;

  /** @param onTop called when the reader nears the oldest that is loaded */
  constructor(element, toNewest, onTop) {
    this.element = element;
    this.toNewest = toNewest;
    this.onTop = onTop;
    element.addEventListener('scroll', () => this.#scrolled());
    toNewest?.addEventListener('click', () => this.scrollToEnd());
    new ResizeObserver(() => this.#atBottom && this.scrollToEnd()).observe(element);
  }

  /**
   * @param place what is shown: a channel or a thread of one person
   * @param posts oldest first
   * @param options inThread; newSince: a line stands above the first post written then or later; before: an element above all
   */
  show(session, place, posts, options = {}) {
    if (place !== this.#place) {
      this.#place = place;
      this.#shown.clear();
      this.#atBottom = true;
    }
    this.#session = session;
    const items = itemsOf(session, posts, options);
    const heightBelow = this.element.scrollHeight - this.element.scrollTop;
    const firstBefore = this.#shown.keys().next().value;
    const shown = new Map();
    for (const item of items) {
      const known = this.#shown.get(item.key);
      // What is being edited stays too, until that ends.
      const isSame = known && (known.version.every((v, i) => v === item.version[i]) || known.element.querySelector('.editing'));
      shown.set(item.key, isSame ? known : { version: item.version, element: item.render() });
    }
    arrange(this.element, [...shown.values()].map((s) => s.element));
    const grewAbove = firstBefore !== undefined && items[0]?.key !== firstBefore && shown.has(firstBefore);
    this.#shown = shown;
    if (this.#atBottom) {
      this.scrollToEnd();
    } else if (grewAbove) {
      this.element.scrollTop = this.element.scrollHeight - heightBelow;
    }
    this.#scrolled();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.#atBottom = true;
  }

  flash(postId) {
    const post = this.element.querySelector(`[data-post="${CSS.escape(postId)}"]`);
    if (post) {
      this.#atBottom = false;
      post.scrollIntoView({ block: 'center' });
      post.classList.add('flash');
    }
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.element;
    this.#atBottom = scrollHeight - scrollTop - clientHeight < nearBottom;
    if (this.toNewest) {
      this.toNewest.hidden = this.#atBottom;
    }
    if (scrollTop < nearTop && this.#session) {
      this.onTop?.();
    }
  }
}

function itemsOf(session, posts, { inThread = false, newSince = null, before = null }) {
  const items = [];
  const add = (key, version, render) => items.push({ key, version, render });
  let previous = null;
  let day = '';
  let isNew = false;
  const usersVersion = session.users.size;
  if (before) {
    add('before', [before.key], before.render);
  }
  for (let i = 0; i < posts.length; i += 1) {
    const post = posts[i];
    const today = new Date(post.create_at).toDateString();
    if (today !== day && !inThread) {
      day = today;
      previous = null;
      add(`day ${today}`, [session.me.locale, new Date().toDateString()], () => separator('day', dayOf(session, post)));
    }
    if (newSince !== null && !isNew && post.create_at >= newSince) {
      isNew = true;
      previous = null;
      add('new', [], () => separator('new', session.words.newMessages));
    }
    if (post.type === 'system_join_channel') {
      const joins = [post];
      while (posts[i + 1]?.type === 'system_join_channel' && new Date(posts[i + 1].create_at).toDateString() === day) {
        i += 1;
        joins.push(posts[i]);
      }
      add(post.id, [joins.length, usersVersion], () => renderJoins(session, joins));
      previous = null;
    } else if (post.type.startsWith('system_') && !isEphemeral(post)) {
      add(post.id, [post], () => renderSystem(session, post));
      previous = null;
    } else {
      const follows = previous !== null && isContinued(previous, post);
      add(post.id, [post, follows, usersVersion, session.unread.hasReplies(post.id)], () => renderPost(session, post, { follows, inThread }));
      previous = post;
    }
  }
  return items;
}

function isContinued(one, next) {
  return (
    one.user_id === next.user_id &&
    one.type === next.type &&
    !isEphemeral(one) &&
    (one.props.override_username ?? '') === (next.props.override_username ?? '') &&
    next.create_at - one.create_at < together
  );
}

function separator(kind, text) {
  return h('div', { class: `separator ${kind}`, role: 'separator', 'aria-label': text }, h('span', {}, text));
}

function dayOf(session, post) {
  const at = new Date(post.create_at);
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86_400_000);
  return days === 0 ? session.words.today : days === 1 ? session.words.yesterday : at.toLocaleDateString(session.me.locale, { dateStyle: 'long' });
}
