// Mattermost's WebSocket, kept open: what a client of the real server does.

const pingEvery = 30_000;
const firstPause = 1_000;
const longestPause = 20_000;
const pingTimeout = 4000;
const sequenceMismatch = 4001;

export class Socket {
  #socket = null;
  #lastSeq = 0;
  #nextEvent = 0;
  #waitsForPong = false;
  #failures = 0;
  #pinging = 0;
  #retrying = 0;

  /**
   * @param token of the person
   * @param on event(name, data, broadcast); greeted(): a new connection, which knows nothing of what an older one has missed;
   *   state(isOnline); failed(): a connection was refused, or broke before it was greeted
   */
  constructor(token, on) {
    this.token = token;
    this.on = on;
    window.addEventListener('online', () => this.#retryNow());
    document.addEventListener('visibilitychange', () => document.hidden || this.#retryNow());
  }

  open() {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v4/websocket`);
    this.#socket = socket;
    this.#lastSeq = 0;
    this.#nextEvent = 0;
    this.#waitsForPong = false;
    let isGreeted = false;
    // A browser can't put the token into the request's head.
    socket.onopen = () => this.#send('authentication_challenge', { token: this.token });
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.seq_reply !== undefined && !frame.event) {
        this.#waitsForPong = false;
        return;
      }
      if (frame.seq !== this.#nextEvent) {
        this.#drop(sequenceMismatch);
        return;
      }
      this.#nextEvent += 1;
      if (frame.event === 'hello') {
        isGreeted = true;
        this.#greeted();
      } else {
        this.on.event(frame.event, frame.data, frame.broadcast);
      }
    };
    socket.onclose = () => this.#closed(isGreeted);
  }

  #greeted() {
    this.#failures = 0;
    clearInterval(this.#pinging);
    this.#pinging = setInterval(() => this.#ping(), pingEvery);
    this.on.state(true);
    this.on.greeted();
  }

  #closed(wasGreeted) {
    clearInterval(this.#pinging);
    this.#socket = null;
    this.on.state(false);
    if (!wasGreeted) {
      this.on.failed();
    }
    const pause = Math.min(longestPause, firstPause * 2 ** this.#failures) * (0.75 + Math.random() / 4);
    this.#failures += 1;
    clearTimeout(this.#retrying);
    this.#retrying = setTimeout(() => this.open(), pause);
  }

  #retryNow() {
    if (this.#socket === null) {
      clearTimeout(this.#retrying);
      this.open();
    }
  }

  /** A line that is dead on both ends tells nobody so: an unanswered ping does. */
  #ping() {
    if (this.#waitsForPong) {
      this.#drop(pingTimeout);
      return;
    }
    this.#waitsForPong = true;
    this.#send('ping', {});
  }

  /** At once: on a dead line the goodbye would be waited for. */
  #drop(code) {
    const socket = this.#socket;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(code);
    this.#closed(true);
  }

  #send(action, data) {
    this.#lastSeq += 1;
    this.#socket.send(JSON.stringify({ seq: this.#lastSeq, action, data }));
  }
}
