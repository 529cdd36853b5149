// What one person knows of the chat: loaded over REST, kept up to date by the WebSocket.

import { Api, ApiError, ServerAwayError } from './api.js';
import { Posts } from './posts.js';
import { Socket } from './socket.js';
import { Unread } from './unread.js';
import { wordsFor } from './words.js';

const pageSize = 60;
/** A real server's answer to `since` may lag behind: what changed a little earlier is read again. */
const overlap = 10_000;
const mostSince = 1000;

/**
 * Events: change (something that is shown has changed), dialog (one was opened, and is this.dialog), expired (the server no longer
 * knows this person: it was started anew).
 */
export class Session extends EventTarget {
  me;
  team = null;
  channels = new Map();
  users = new Map();
  commands = [];
  posts = new Map();
  unread = new Unread();
  /** By channel, or by root within a thread. */
  drafts = new Map();
  /** By channel: ids of its members. */
  members = new Map();
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
    const [people] = await Promise.all([this.api.get('/users', { in_team: team.id, per_page: 200 }), this.#readChannels(), this.#readCommands()]);
    this.#know(people);
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

  postsIn(channelId) {
    if (!this.posts.has(channelId)) {
      this.posts.set(channelId, new Posts());
    }
    return this.posts.get(channelId);
  }

  /** The other one of a direct message. */
  partner(channel) {
    return this.users.get(channel.name.split('__').find((id) => id !== this.me.id) ?? this.me.id);
  }

  titleOf(channel) {
    return channel.type === 'D' ? this.nameOf(this.partner(channel)) : channel.display_name;
  }

  nameOf(user) {
    return user ? `${user.first_name} ${user.last_name}`.trim() || user.username : '…';
  }

  directWith(userId) {
    return [...this.channels.values()].find((c) => c.type === 'D' && c.name === [this.me.id, userId].sort().join('__')) ?? null;
  }

  async show(channelId) {
    if (this.channelId !== channelId) {
      this.unread.left(this.channelId);
      this.channelId = channelId;
      this.rootId = null;
    }
    this.seen();
    this.changed();
    const isLoaded = this.postsIn(channelId).isLoaded;
    await this.#inBackground(Promise.all([isLoaded ? null : this.#read(channelId), this.members.has(channelId) ? null : this.#readMembers(channelId)]));
  }

  async showDirect(userId) {
    const channel = this.directWith(userId) ?? (await this.api.post('/channels/direct', [this.me.id, userId]));
    this.channels.set(channel.id, channel);
    await this.show(channel.id);
  }

  async showThread(rootId) {
    this.rootId = rootId;
    this.seen();
    this.changed();
    if (rootId) {
      this.#takeAll(this.channelId, await this.api.get(`/posts/${rootId}/thread`));
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
      while (!this.postsIn(post.channel_id).inChannel(null).some((p) => p.id === root) && (await this.readOlder())) {
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
    const posts = this.postsIn(this.channelId);
    if (!posts.hasOlder || posts.isReading || !posts.isLoaded) {
      return false;
    }
    await this.#read(this.channelId, { before: posts.oldest.id });
    return true;
  }

  send(text, rootId) {
    return this.api.post('/posts', {
      channel_id: this.channelId,
      root_id: rootId ?? '',
      message: text,
      pending_post_id: `${this.me.id}:${Date.now()}`,
    }).then((post) => this.#took(post));
  }

  run(command, rootId) {
    return this.api.post('/commands/execute', { channel_id: this.channelId, team_id: this.team.id, root_id: rootId ?? '', command });
  }

  edit(post, text) {
    return this.api.put(`/posts/${post.id}/patch`, { message: text });
  }

  remove(post) {
    return this.api.delete(`/posts/${post.id}`);
  }

  press(post, action, selected) {
    return this.api.post(`/posts/${post.id}/actions/${action.id}`, { selected_option: selected ?? '', cookie: action.cookie ?? '' });
  }

  /** Takes an ephemeral post away: the server has long forgotten it. */
  dismiss(post) {
    this.postsIn(post.channel_id).remove(post.id);
    this.changed();
  }

  /** The visitor looks at the channel. */
  seen() {
    if (this.isShown && !document.hidden && this.unread.seen(this.channelId, this.rootId)) {
      this.changed();
    }
  }

  async #readChannels() {
    const channels = await this.api.get(`/users/me/teams/${this.team.id}/channels`);
    this.channels = new Map(channels.map((c) => [c.id, c]));
    if (this.channelId && !this.channels.has(this.channelId)) {
      this.channelId = null;
      this.rootId = null;
    }
    this.changed();
  }

  async #readMembers(channelId) {
    const members = await this.api.get(`/channels/${channelId}/members`, { per_page: 200 });
    this.members.set(channelId, members.map((m) => m.user_id));
    this.changed();
  }

  async #readCommands() {
    this.commands = await this.api.get(`/teams/${this.team.id}/commands/autocomplete`);
  }

  /** Bridges come and go, and with them their commands. */
  async refreshCommands() {
    await this.#inBackground(this.#readCommands());
  }

  async #read(channelId, query = {}) {
    const posts = this.postsIn(channelId);
    posts.isReading = true;
    try {
      const list = await this.api.get(`/channels/${channelId}/posts`, { per_page: pageSize, ...query });
      this.#takeAll(channelId, list);
      posts.isLoaded = true;
      posts.oldest = list.posts[list.order.at(-1)] ?? posts.oldest;
      posts.hasOlder = list.order.length >= pageSize;
    } finally {
      posts.isReading = false;
    }
    this.changed();
  }

  async #catchUp() {
    await Promise.all([this.#readChannels(), this.#readCommands()]);
    this.members.clear();
    if (this.channelId) {
      await Promise.all([this.#readMembers(this.channelId), this.postsIn(this.channelId).isLoaded ? null : this.#read(this.channelId)]);
    }
    for (const [channelId, posts] of this.posts) {
      if (!posts.isLoaded || !this.channels.has(channelId)) {
        continue;
      }
      const list = await this.api.get(`/channels/${channelId}/posts`, { since: Math.max(0, posts.latestUpdate - overlap) });
      if (list.order.length >= mostSince) {
        this.posts.set(channelId, new Posts());
        await this.#read(channelId);
      } else {
        this.#takeAll(channelId, list, { countsReplies: false });
      }
    }
    this.changed();
  }

  #takeAll(channelId, list, options) {
    // Newest first; of the same moment those that were written earlier come later. Roots that only came along are in no order.
    const ids = new Set([...Object.keys(list.posts).filter((id) => !list.order.includes(id)), ...list.order.toReversed()]);
    const posts = [...ids].map((id) => list.posts[id]).sort((a, b) => a.create_at - b.create_at);
    this.#inBackground(this.#knowAuthors(posts));
    for (const post of posts) {
      this.postsIn(channelId).take(post, options);
    }
  }

  #took(post) {
    this.#inBackground(this.#knowAuthors([post]));
    this.postsIn(post.channel_id).take(post);
    this.changed();
  }

  #happened(name, data, broadcast) {
    const post = data.post ? JSON.parse(data.post) : null;
    switch (name) {
      case 'posted':
        this.#posted(post, data);
        break;
      case 'post_edited':
      case 'ephemeral_message':
        this.#took(post);
        break;
      case 'post_deleted':
        this.postsIn(post.channel_id).remove(post.id);
        if (this.rootId === post.id) {
          this.rootId = null;
        }
        this.changed();
        break;
      case 'open_dialog':
        this.dialog = JSON.parse(data.dialog);
        this.dispatchEvent(new Event('dialog'));
        break;
      case 'direct_added':
      case 'group_added':
      case 'channel_created':
      case 'channel_deleted':
      case 'channel_updated':
      case 'added_to_team':
      case 'user_added':
      case 'user_removed':
        this.members.delete(broadcast.channel_id);
        if (this.channelId === broadcast.channel_id && this.channels.has(broadcast.channel_id)) {
          this.#inBackground(this.#readMembers(this.channelId));
        }
        if (this.#isReady && (name !== 'user_added' || data.user_id === this.me.id) && (name !== 'user_removed' || broadcast.user_id)) {
          this.#inBackground(this.#readChannels());
        }
        break;
      default:
        break;
    }
  }

  #posted(post, data) {
    const isOwn = post.user_id === this.me.id && !post.props.from_webhook;
    const isLooking = this.isShown && !document.hidden && this.channelId === post.channel_id;
    if (!isOwn && !isLooking && !post.type.startsWith('system_')) {
      this.unread.add(post, data.channel_type === 'D' || (data.mentions ?? '').includes(this.me.id));
    }
    if (!isOwn && post.root_id && !(isLooking && this.rootId === post.root_id)) {
      this.unread.addReply(post.root_id);
    }
    this.#took(post);
  }

  #know(users) {
    for (const user of users) {
      this.users.set(user.id, user);
    }
  }

  async #knowAuthors(posts) {
    const unknown = [...new Set(posts.map((p) => p.user_id))].filter((id) => !this.users.has(id));
    if (unknown.length > 0) {
      this.#know(await this.api.post('/users/ids', unknown));
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
