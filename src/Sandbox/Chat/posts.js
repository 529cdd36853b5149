// The posts of one channel, as far as they are loaded.

import { newId } from './dom.js';

export function isEphemeral(post) {
  return post.type === 'system_ephemeral';
}

/** A post of the client's own: the server knows nothing of what Apps say. Its time is no sign of how far the channel was read. */
export function whisper(message, botId, { channel_id, root_id }) {
  const times = { create_at: Date.now(), update_at: 0, edit_at: 0, delete_at: 0 };
  return { id: newId('whisper'), user_id: botId, channel_id, root_id, message, type: 'system_ephemeral', props: {}, reply_count: 0, ...times };
}

export class Posts {
  #byId = new Map();
  isLoaded = false;
  isReading = false;
  hasOlder = false;
  latestUpdate = 0;
  /** The oldest post that was read in order; roots that came along with their replies may be older. */
  oldest = null;

  get(id) {
    return this.#byId.get(id) ?? null;
  }

  /**
   * What a channel shows: without gaps between them, oldest first. Replies that only this person sees are among them, since no thread
   * counts them.
   * @param openRootId the thread that is on view beside the channel, and shows its own
   */
  inChannel(openRootId) {
    const from = this.hasOlder && this.oldest ? this.oldest.create_at : 0;
    return this.#sorted((p) => p.create_at >= from && (!p.root_id || (isEphemeral(p) && p.root_id !== openRootId)));
  }

  replies(rootId) {
    return this.#sorted((p) => p.root_id === rootId);
  }

  /**
   * Takes a post in, if it isn't older than what is known.
   * @param countsReplies false: the number of replies that the post brings means nothing, so they are counted here.
   */
  take(post, { countsReplies = true } = {}) {
    if (post.delete_at > 0) {
      this.remove(post.id);
      return;
    }
    const known = this.#byId.get(post.id);
    if (known && known.update_at > post.update_at) {
      return;
    }
    this.latestUpdate = Math.max(this.latestUpdate, post.update_at);
    if (post.root_id && !isEphemeral(post) && (countsReplies || !known)) {
      this.#changeRoot(post.root_id, (root) => (countsReplies ? Math.max(post.reply_count, 1) : root.reply_count + 1));
    }
    this.#byId.set(post.id, countsReplies ? post : { ...post, reply_count: known?.reply_count ?? 0 });
  }

  remove(id) {
    const post = this.#byId.get(id);
    if (!post) {
      return;
    }
    this.#byId.delete(id);
    if (post.root_id && !isEphemeral(post)) {
      this.#changeRoot(post.root_id, (root) => Math.max(0, root.reply_count - 1));
    }
    for (const reply of this.replies(id)) {
      this.#byId.delete(reply.id);
    }
  }

  /** A new object, so that whoever shows the old one sees the difference. */
  #changeRoot(id, count) {
    const root = this.#byId.get(id);
    if (root && count(root) !== root.reply_count) {
      this.#byId.set(id, { ...root, reply_count: count(root) });
    }
  }

  #sorted(filter) {
    return [...this.#byId.values()].filter(filter).sort((a, b) => a.create_at - b.create_at);
  }
}
