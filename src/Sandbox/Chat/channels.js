// The channels and conversations of one person, by id.

export class Channels extends Map {
  /** By channel: ids of its members, where they were asked for. */
  members = new Map();

  constructor(api, me) {
    super();
    this.api = api;
    this.me = me;
  }

  async read(teamId) {
    const channels = await this.api.get(`/users/me/teams/${teamId}/channels`);
    this.clear();
    channels.forEach((c) => this.set(c.id, c));
  }

  async readMembers(channelId) {
    const members = await this.api.get(`/channels/${channelId}/members`, { per_page: 200 });
    this.members.set(channelId, members.map((m) => m.user_id));
  }

  /** Null: they haven't spoken yet. */
  directWith(userId) {
    return [...this.values()].find((c) => c.type === 'D' && c.name === [this.me.id, userId].sort().join('__')) ?? null;
  }

  async openDirect(userId) {
    const channel = this.directWith(userId) ?? (await this.api.post('/channels/direct', [this.me.id, userId]));
    this.set(channel.id, channel);
    return channel;
  }
}
