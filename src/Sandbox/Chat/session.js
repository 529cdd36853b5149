// What one person knows of the chat: loaded over REST, kept up to date by the WebSocket.

import { Api, ApiError, RefusedError, ServerAwayError } from './api.js';
import { Channels } from './channels.js';
import { Commands } from './commands.js';
import { PostHistory } from './history.js';
import { whisper } from './posts.js';
import { Socket } from './socket.js';
import { Unread } from './unread.js';
import { Users } from './users.js';
import { wordsFor } from './words.js';

/**
 * Events: change (something that is shown has changed), dialog (one was opened, and is this.dialog: a dialog of the server, or a form of
 * an App), expired (the server no longer knows this person: it was started anew).
 */
export class Session extends EventTarget {
  me;
  team = null;
  unread = new Unread();
  /** By channel, or by root within a thread. */
  drafts = new Map();
  channelId = null;
  rootId = null;
  dialog = null;
  isOnline = false;
  /** Whether the visitor looks through this person's eyes at the moment. */
  isShown = false;
  #isReady = false;
  #started = Promise.withResolvers();

  constructor(person) {
    super();
    this.me = person;
    this.words = wordsFor(person.locale);
    this.api = new Api(person.token);
    this.users = new Users(this.api, person);
    this.channels = new Channels(this.api, person);
    this.history = new PostHistory(this.api, person, (posts) => this.#inBackground(this.#meetAuthors(posts)));
    this.commands = new Commands(this);
    this.socket = new Socket(person.token, {
      event: (name, data, broadcast) => this.#happened(name, data, broadcast),
      greeted: () => this.#inBackground(this.#isReady ? this.#catchUp() : this.#start()),
      state: (isOnline) => {
        this.isOnline = isOnline;
        this.changed();
      },
      failed: () => this.#inBackground(this.#ask()),
    });
  }

  /** Ends when there is something to show, however long that takes. */
  open() {
    this.socket.open();
    return this.#started.promise;
  }

  /** Only once events come in, so that nothing can happen between what is read here and the first of them. */
  async #start() {
    const [team] = await this.api.get('/users/me/teams');
    this.team = team;
    const [people] = await Promise.all([this.api.get('/users', { in_team: team.id, per_page: 200 }), this.#readChannels()]);
    this.users.join(people);
    this.#isReady = true;
    this.#started.resolve();
    this.changed();
  }

  get channel() {
    return this.channels.get(this.channelId) ?? null;
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** Where the person is, as the server wants to be told. */
  place(rootId = null) {
    return { channel_id: this.channelId ?? '', team_id: this.team.id, root_id: rootId ?? '' };
  }

  async show(channelId) {
    if (this.channelId !== channelId) {
      this.unread.left(this.channelId);
      this.channelId = channelId;
      this.rootId = null;
    }
    this.seen();
    this.changed();
    const knowsMembers = this.channels.members.has(channelId);
    await this.#inBackground(Promise.all([this.#readPosts(channelId), knowsMembers ? null : this.channels.readMembers(channelId), this.commands.read()]));
    this.changed();
  }

  async showDirect(userId) {
    await this.show((await this.channels.openDirect(userId)).id);
  }

  async showThread(rootId) {
    this.rootId = rootId;
    this.seen();
    this.changed();
    if (rootId) {
      await this.history.readThread(this.channelId, rootId);
      this.changed();
    }
  }

  /** As a permalink names it; false: this person can't see it. */
  async showPost(postId) {
    try {
      const post = await this.api.get(`/posts/${postId}`);
      if (!this.channels.has(post.channel_id)) {
        return false;
      }
      await this.show(post.channel_id);
      const root = post.root_id || post.id;
      while (!this.history.of(post.channel_id).inChannel(null).some((p) => p.id === root) && (await this.readOlder())) {
        // Until it is there.
      }
      if (post.root_id) {
        await this.showThread(root);
      }
      return true;
    } catch (refusal) {
      if (refusal instanceof ApiError) {
        return false;
      }
      throw refusal;
    }
  }

  /** False: there is nothing older. */
  async readOlder() {
    const isRead = await this.history.readOlder(this.channelId);
    if (isRead) {
      this.changed();
    }
    return isRead;
  }

  async send(text, rootId) {
    this.#took(await this.history.send(this.channelId, rootId, text));
  }

  /** Shows what an App says to a command or a form, if it doesn't refuse. */
  answered(answer, app, place) {
    if (answer.form) {
      this.#openDialog({ app, form: answer.form, place });
    } else if (answer.type !== 'ok') {
      throw new RefusedError(this.words.unknownAnswer(answer.type));
    } else if (answer.text) {
      this.#took(whisper(answer.text, answer.app_metadata?.bot_user_id ?? '', place));
    }
  }

  /** Takes an ephemeral post away: the server has long forgotten it. */
  dismiss(post) {
    this.history.of(post.channel_id).remove(post.id);
    this.changed();
  }

  #isLooking(post) {
    return this.isShown && !document.hidden && this.channelId === post.channel_id;
  }

  /** The visitor looks at the channel. */
  seen() {
    if (this.isShown && !document.hidden && this.unread.seen(this.channelId, this.rootId)) {
      this.changed();
    }
  }

  async #readChannels() {
    await this.channels.read(this.team.id);
    if (this.channelId && !this.channels.has(this.channelId)) {
      this.channelId = null;
      this.rootId = null;
    }
    this.changed();
  }

  async #readMembers() {
    await this.channels.readMembers(this.channelId);
    this.changed();
  }

  async #readPosts(channelId) {
    if (!this.history.of(channelId).isLoaded) {
      await this.history.read(channelId);
      this.changed();
    }
  }

  refreshCommands() {
    return this.#inBackground(this.commands.read());
  }

  async #catchUp() {
    await Promise.all([this.#readChannels(), this.commands.read()]);
    this.channels.members.clear();
    if (this.channelId) {
      await Promise.all([this.#readMembers(), this.#readPosts(this.channelId)]);
    }
    await this.history.catchUp(this.channels);
    this.changed();
  }

  #took(post) {
    this.history.take(post);
    this.changed();
  }

  #openDialog(opened) {
    this.dialog = opened;
    this.dispatchEvent(new Event('dialog'));
  }

  #happened(name, data, broadcast) {
    const post = data.post ? JSON.parse(data.post) : null;
    switch (name) {
      case 'posted':
        this.unread.came(post, data, this.me.id, this.#isLooking(post) ? { rootId: this.rootId } : null);
        this.#took(post);
        break;
      case 'post_edited':
      case 'ephemeral_message':
        this.#took(post);
        break;
      case 'post_deleted':
        this.history.of(post.channel_id).remove(post.id);
        if (this.rootId === post.id) {
          this.rootId = null;
        }
        this.changed();
        break;
      case 'open_dialog':
        this.#openDialog(JSON.parse(data.dialog));
        break;
      case 'custom_com.mattermost.apps_refresh_bindings':
        if (this.#isReady) {
          this.refreshCommands();
        }
        break;
      case 'direct_added':
      case 'group_added':
      case 'channel_created':
      case 'channel_deleted':
      case 'channel_updated':
      case 'added_to_team':
      case 'user_added':
      case 'user_removed':
        this.channels.members.delete(broadcast.channel_id);
        if (this.channelId === broadcast.channel_id && this.channels.has(broadcast.channel_id)) {
          this.#inBackground(this.#readMembers());
        }
        if (this.#isReady && (name !== 'user_added' || data.user_id === this.me.id) && (name !== 'user_removed' || broadcast.user_id)) {
          this.#inBackground(this.#readChannels());
        }
        break;
      default:
        break;
    }
  }

  async #meetAuthors(posts) {
    if (await this.users.meet(posts.map((p) => p.user_id))) {
      this.changed();
    }
  }

  /** A server that is away is missed by the socket too, and its next greeting has everything read that nobody has got now. */
  #inBackground(work) {
    return work.catch((failure) => {
      if (!(failure instanceof ServerAwayError)) {
        throw failure;
      }
    });
  }

  /** A server that was started anew gives out new tokens and knows nothing of the old ones. */
  async #ask() {
    try {
      await this.api.get('/users/me');
    } catch (refusal) {
      if (!(refusal instanceof ApiError && refusal.status === 401)) {
        throw refusal;
      }
      this.dispatchEvent(new Event('expired'));
    }
  }
}
