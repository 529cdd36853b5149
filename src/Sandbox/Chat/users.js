// The people and bots that one person has seen, by id.

export class Users extends Map {
  #team = new Set();

  constructor(api, me) {
    super();
    this.api = api;
    this.me = me;
  }

  /** Those of the person's team. */
  join(users) {
    this.#team = new Set(users.map((u) => u.id));
    this.know(users);
  }

  /** Whom one would talk with: nobody deactivated, and no bot of elsewhere, like the one that an App speaks through. */
  get partners() {
    return [...this.values()].filter((u) => u.delete_at === 0 && (!u.is_bot || this.#team.has(u.id)));
  }

  know(users) {
    for (const user of users) {
      this.set(user.id, user);
    }
  }

  /** False: they are all known already. */
  async meet(ids) {
    const unknown = [...new Set(ids)].filter((id) => !this.has(id));
    if (unknown.length > 0) {
      this.know(await this.api.post('/users/ids', unknown));
    }
    return unknown.length > 0;
  }

  nameOf(user) {
    return user ? `${user.first_name} ${user.last_name}`.trim() || user.username : '…';
  }

  /** The other one of a direct message. */
  partnerIn(channel) {
    return this.get(channel.name.split('__').find((id) => id !== this.me.id) ?? this.me.id);
  }

  titleOf(channel) {
    return channel.type === 'D' ? this.nameOf(this.partnerIn(channel)) : channel.display_name;
  }
}
