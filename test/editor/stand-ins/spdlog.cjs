// In place of @vscode/spdlog, which is compiled. Without it output channels and log files stay empty.
// The names are assigned one by one, for whoever imports this as an ES module to find them.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  #file;
  #level = 2;
  #isPlain = false;

  constructor(file) {
    mkdirSync(dirname(file), { recursive: true });
    // An empty one is shown too.
    appendFileSync(file, '');
    this.#file = file;
    for (const [index, name] of levels.slice(0, -1).entries()) {
      this[name === 'warning' ? 'warn' : name] = text => this.#write(index, text);
    }
  }

  #write(level, text) {
    if (level < this.#level || this.#file === undefined) return;
    const time = new Date().toISOString().replace('T', ' ').slice(0, 23);
    appendFileSync(this.#file, this.#isPlain ? text : `${time} [${levels[level]}] ${text}\n`);
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  clearFormatters() {
    this.#isPlain = true;
  }

  setPattern() {}
  flush() {}

  drop() {
    this.#file = undefined;
  }
}

exports.setFlushOn = () => undefined;
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
