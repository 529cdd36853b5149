// Puts the page together: everybody's session, and the view of the one whose eyes the visitor has.

import { RefusedError, ServerAwayError } from './api.js';
import { showAppForm } from './appform.js';
import { Composer } from './composer.js';
import { showDialog } from './dialog.js';
import { h, icon, iconButton } from './dom.js';
import { PostList } from './postlist.js';
import { Session } from './session.js';
import { People, Places } from './sidebar.js';

const noteKey = 'note hidden';
const commands = ['/redmine mine', '/redmine new', '/redmine help'];
const appCommand = '/integration_with_redmine create_ticket_by_form';
const at = (id) => document.getElementById(id);

class Page {
  #sessions = [];
  #current = null;
  #isDrawing = false;
  #people = new People(at('people'));
  #places = new Places(at('places'));
  #posts = new PostList(at('posts'), at('to-newest'), () => this.#current.readOlder());
  #thread = new PostList(at('thread-posts'), null);
  #composer = new Composer(at('composer'));
  #replier = new Composer(at('replier'));
  #closeDialog = null;

  async open() {
    const people = await (await fetch('/sandbox/people')).json();
    this.#sessions = people.map((person) => new Session(person));
    const [wanted, channelName] = decodeURIComponent(location.hash.slice(1)).split('/');
    this.#current = this.#sessions.find((s) => s.me.username === wanted) ?? this.#sessions[0];
    const opening = this.#sessions.map((session) => this.#open(session, session.me.username === wanted ? channelName : null));
    await opening[this.#sessions.indexOf(this.#current)];
    this.#listen();
    const [, postId] = /\/pl\/([a-z0-9]{26})$/.exec(location.pathname) ?? [];
    await this.#switchTo(this.#current);
    if (postId) {
      await this.#showPost(postId);
    }
    document.body.classList.remove('loading');
    await Promise.all(opening);
  }

  async #open(session, channelName) {
    session.addEventListener('change', () => this.#draw());
    session.addEventListener('dialog', () => session === this.#current && this.#showDialog());
    session.addEventListener('expired', () => location.reload());
    await session.open();
    const channels = [...session.channels.values()];
    const partner = channelName?.startsWith('@') && [...session.users.values()].find((u) => u.username === channelName.slice(1));
    if (partner) {
      await session.showDirect(partner.id);
    } else {
      await session.show((channels.find((c) => c.name === channelName) ?? channels.find((c) => c.name === 'dev') ?? channels[0]).id);
    }
  }

  #listen() {
    // What the visitor asked for and didn't get, where no place of its own says so.
    window.addEventListener('unhandledrejection', (event) => {
      if (event.reason instanceof RefusedError || event.reason instanceof ServerAwayError) {
        event.preventDefault();
        this.#say(event.reason instanceof RefusedError ? event.reason.message : this.#current.words.failed);
      }
    });
    document.addEventListener('visibilitychange', () => this.#current.seen());
    document.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.#current.rootId && !event.defaultPrevented && !document.querySelector('dialog[open]')) {
        this.#current.showThread(null);
        this.#composer.focus();
      }
    });
    document.addEventListener('click', (event) => {
      const link = event.target.closest?.('.markdown a[href]');
      const [, postId] = (link && new URL(link.href).origin === location.origin && /\/pl\/([a-z0-9]{26})$/.exec(link.href)) || [];
      if (postId) {
        event.preventDefault();
        this.#showPost(postId);
      }
    });
    at('menu').addEventListener('click', () => this.#showMenu(!document.body.classList.contains('with-menu')));
    at('curtain').addEventListener('click', () => this.#showMenu(false));
    this.#showNote();
  }

  async #switchTo(session) {
    this.#closeDialog?.();
    this.#current.isShown = false;
    this.#current = session;
    session.isShown = true;
    document.documentElement.lang = session.me.locale;
    this.#showMenu(false);
    this.#showNote();
    session.seen();
    this.#drawNow();
    this.#composer.focus();
    if (session.dialog) {
      this.#showDialog();
    }
  }

  async #showPost(postId) {
    if (await this.#current.showPost(postId)) {
      this.#drawNow();
      (this.#current.rootId ? this.#thread : this.#posts).flash(postId);
    } else {
      this.#say(this.#current.words.postGone);
    }
  }

  #showMenu(isShown) {
    document.body.classList.toggle('with-menu', isShown);
    at('menu').setAttribute('aria-expanded', String(isShown));
    at('menu').setAttribute('aria-label', isShown ? this.#current.words.closeMenu : this.#current.words.openMenu);
  }

  #showNote() {
    const { words } = this.#current;
    const samples = this.#current.commands.isOfApp(appCommand) ? [...commands, appCommand] : commands;
    const note = at('note');
    note.hidden = sessionStorage.getItem(noteKey) !== null;
    const sample = (text) => h('button', { type: 'button', class: 'sample', onclick: () => this.#composer.suggest(text) }, text);
    note.replaceChildren(
      h('p', {}, h('strong', {}, words.noteTitle), ` ${words.note} `, sample(words.samplePost), samples.flatMap((command) => [' ', sample(command)])),
      iconButton('close', words.dismissNote, () => {
        sessionStorage.setItem(noteKey, '1');
        note.hidden = true;
        this.#composer.focus();
      }),
    );
  }

  #showDialog() {
    this.#closeDialog?.();
    const session = this.#current;
    const show = session.dialog.form ? showAppForm : showDialog;
    this.#closeDialog = show(session, session.dialog, () => {
      session.dialog = null;
      this.#closeDialog = null;
    });
  }

  #say(text) {
    at('toast').textContent = text;
    at('toast').hidden = false;
    setTimeout(() => {
      at('toast').hidden = true;
    }, 6_000);
  }

  /** Many changes at once are drawn once. */
  #draw() {
    if (!this.#isDrawing && this.#current.isShown) {
      this.#isDrawing = true;
      requestAnimationFrame(() => {
        this.#isDrawing = false;
        this.#drawNow();
      });
    }
  }

  #drawNow() {
    const session = this.#current;
    const { words, channel } = session;
    this.#people.show(this.#sessions, session, (s) => this.#switchTo(s));
    this.#places.show(session, async (open) => {
      this.#showMenu(false);
      await open();
      this.#composer.focus();
    });
    at('offline').hidden = session.isOnline;
    at('offline').textContent = words.connecting;
    if (!channel) {
      return;
    }
    const name = session.users.titleOf(channel);
    at('title').replaceChildren(...(channel.type === 'D' ? [] : [icon(channel.type === 'P' ? 'lock' : 'hash')]), name);
    const members = channel.type === 'D' ? [] : session.channels.members.get(channel.id) ?? [];
    at('members').textContent = members.map((id) => session.users.nameOf(session.users.get(id))).join(', ');
    at('members').title = at('members').textContent;
    const all = session.history.of(channel.id);
    at('posts').setAttribute('aria-label', words.posts(name));
    at('to-newest').textContent = words.toNewest;
    this.#posts.show(session, `${session.me.id} ${channel.id}`, all.inChannel(session.rootId), {
      newSince: session.unread.of(channel.id).since,
      before: all.isLoaded && !all.hasOlder && channel.type === 'D' ? this.#beginning(session, name) : null,
    });
    this.#composer.show(session);
    this.#drawThread(session, all);
    const { calls } = session.unread.total;
    document.title = `${calls > 0 ? `(${calls}) ` : ''}${name} · ${session.me.name} · Redmine Bridge`;
    history.replaceState(null, '', `/#${session.me.username}/${channel.type === 'D' ? `@${session.users.partnerIn(channel)?.username ?? ''}` : channel.name}`);
  }

  #beginning(session, name) {
    const text = session.words.emptyDirect(name);
    return { key: text, render: () => h('p', { class: 'beginning' }, text) };
  }

  #drawThread(session, all) {
    const root = session.rootId && all.get(session.rootId);
    at('thread').hidden = !root;
    document.body.classList.toggle('with-thread', Boolean(root));
    if (!root) {
      return;
    }
    at('thread-title').textContent = session.words.thread;
    at('thread-close').title = session.words.closeThread;
    at('thread-close').setAttribute('aria-label', session.words.closeThread);
    at('thread-close').onclick = () => session.showThread(null);
    this.#thread.show(session, `${session.me.id} ${root.id}`, [root, ...all.replies(root.id)], { inThread: true });
    this.#replier.show(session, root.id);
  }
}

await new Page().open();
