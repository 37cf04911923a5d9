import { EventEmitter, type Memento, type SecretStorage, workspace } from 'vscode';
import { SparkifyError } from '../base/errors.ts';
import { type CallEnvironment, type Chosen, environmentOf, type Keys } from './call-environment.ts';

const chosenKey = 'sparkify.credentials';

/** What was chosen, and the keys themselves in the editor's secret storage, and nowhere else. */
export class Credentials {
  readonly #state: Memento;
  readonly #secrets: SecretStorage;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(state: Memento, secrets: SecretStorage) {
    this.#state = state;
    this.#secrets = secrets;
  }

  get chosen(): Chosen {
    return this.#state.get<Chosen>(chosenKey, { how: 'automatic' });
  }

  async choose(chosen: Chosen): Promise<void> {
    await this.#secrets.delete(secretName());
    await this.#state.update(chosenKey, chosen);
    this.#changed.fire();
  }

  async chooseKeys(keys: Keys): Promise<void> {
    await this.#secrets.store(secretName(), JSON.stringify(keys));
    await this.#state.update(chosenKey, { how: 'keys' } satisfies Chosen);
    this.#changed.fire();
  }

  /** For the calls to a kernel, and for nothing else: keys may stand in it. */
  async environment(): Promise<CallEnvironment> {
    const { chosen } = this;
    if (chosen.how !== 'keys') return environmentOf(chosen);
    const kept = await this.#secrets.get(secretName());
    if (kept === undefined) {
      throw new SparkifyError(
        'lake.credentials',
        'The keys chosen for this workspace are not stored on this machine: run Sparkify: Choose Credentials again.',
      );
    }
    return environmentOf(chosen, JSON.parse(kept) as Keys);
  }
}

/** The keys of one workspace are not those of another. */
const secretName = (): string =>
  `sparkify.keys ${workspace.workspaceFile ?? workspace.workspaceFolders?.[0]?.uri ?? 'without a workspace'}`;
