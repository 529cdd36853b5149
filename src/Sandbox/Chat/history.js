// The posts of all channels that one person has looked at, read over REST as far as needed; and what they do with them.

import { Posts } from './posts.js';

const pageSize = 60;
/** A real server's answer to `since` may lag behind: what changed a little earlier is read again. */
const overlap = 10_000;
const mostSince = 1000;

export class PostHistory {
  #channels = new Map();

  /** @param met called with posts whose authors may be strangers */
  constructor(api, me, met) {
    this.api = api;
    this.me = me;
    this.met = met;
  }

  of(channelId) {
    if (!this.#channels.has(channelId)) {
      this.#channels.set(channelId, new Posts());
    }
    return this.#channels.get(channelId);
  }

  async read(channelId, query = {}) {
    const posts = this.of(channelId);
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
  }

  /** False: there is nothing older. */
  async readOlder(channelId) {
    const posts = this.of(channelId);
    if (!posts.hasOlder || posts.isReading || !posts.isLoaded) {
      return false;
    }
    await this.read(channelId, { before: posts.oldest.id });
    return true;
  }

  async readThread(channelId, rootId) {
    this.#takeAll(channelId, await this.api.get(`/posts/${rootId}/thread`));
  }

  /** What happened since: for the channels that are still there, where something was read. */
  async catchUp(channels) {
    for (const [channelId, posts] of this.#channels) {
      if (!posts.isLoaded || !channels.has(channelId)) {
        continue;
      }
      const list = await this.api.get(`/channels/${channelId}/posts`, { since: Math.max(0, posts.latestUpdate - overlap) });
      if (list.order.length >= mostSince) {
        this.#channels.set(channelId, new Posts());
        await this.read(channelId);
      } else {
        this.#takeAll(channelId, list, { countsReplies: false });
      }
    }
  }

  send(channelId, rootId, message) {
    const key = `${this.me.id}:${Date.now()}`;
    return this.api.post('/posts', { channel_id: channelId, root_id: rootId ?? '', message, pending_post_id: key });
  }

  edit(post, message) {
    return this.api.put(`/posts/${post.id}/patch`, { message });
  }

  remove(post) {
    return this.api.delete(`/posts/${post.id}`);
  }

  press(post, action, selected) {
    return this.api.post(`/posts/${post.id}/actions/${action.id}`, { selected_option: selected ?? '', cookie: action.cookie ?? '' });
  }

  take(post) {
    this.met([post]);
    this.of(post.channel_id).take(post);
  }

  #takeAll(channelId, list, options) {
    // Newest first; of the same moment those that were written earlier come later. Roots that only came along are in no order.
    const ids = new Set([...Object.keys(list.posts).filter((id) => !list.order.includes(id)), ...list.order.toReversed()]);
    const posts = [...ids].map((id) => list.posts[id]).sort((a, b) => a.create_at - b.create_at);
    this.met(posts);
    for (const post of posts) {
      this.of(channelId).take(post, options);
    }
  }
}
