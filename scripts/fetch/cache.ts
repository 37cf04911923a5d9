import { fileURLToPath } from 'node:url';

/** What was fetched to test and package with. It stays over installs, and may be deleted at any time. */
export const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
