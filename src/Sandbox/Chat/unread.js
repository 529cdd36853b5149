// What one person has not looked at yet.

const nothing = { count: 0, calls: 0, since: null };

export class Unread {
  #channels = new Map();
  #threads = new Set();

  /** Of a channel: how many posts, how many of them call the person, and when the first outside threads was written (null: none was). */
  of(channelId) {
    return this.#channels.get(channelId) ?? nothing;
  }

  /** Of all channels together. */
  get total() {
    const all = [...this.#channels.values()];
    return { count: all.reduce((sum, u) => sum + u.count, 0), calls: all.reduce((sum, u) => sum + u.calls, 0) };
  }

  hasReplies(rootId) {
    return this.#threads.has(rootId);
  }

  /**
   * @param data what the server told with the post
   * @param looking the open thread of who looks at its channel just now; null: nobody does
   */
  came(post, data, me, looking) {
    if (post.user_id === me && !post.props.from_webhook) {
      return;
    }
    if (!looking && !post.type.startsWith('system_')) {
      this.#add(post, data.channel_type === 'D' || (data.mentions ?? '').includes(me));
    }
    if (post.root_id && looking?.rootId !== post.root_id) {
      this.#threads.add(post.root_id);
    }
  }

  #add(post, isCall) {
    const before = this.of(post.channel_id);
    const since = before.count > 0 ? before.since : null;
    this.#channels.set(post.channel_id, {
      count: before.count + 1,
      calls: before.calls + (isCall ? 1 : 0),
      since: since ?? (post.root_id ? null : post.create_at),
    });
  }

  /** False: there was nothing new. Where the new posts begin stays known until the channel is left. */
  seen(channelId, rootId) {
    const isNewThread = this.#threads.delete(rootId);
    const unread = this.of(channelId);
    if (unread.count > 0) {
      this.#channels.set(channelId, { ...unread, count: 0, calls: 0 });
    }
    return isNewThread || unread.count > 0;
  }

  left(channelId) {
    this.#channels.delete(channelId);
  }
}
