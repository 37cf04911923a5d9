import { SparkifyError } from '../../base/errors.ts';

/** What the file system complains about, as a sentence; what is none of its complaints goes through as it is. */
export function tellFileError(error: unknown, failed: string, code: 'lake.read' | 'lake.write'): unknown {
  const errno = codeOf(error);
  if (errno === undefined) return error;
  const told = (of: SparkifyError['code'], why: string) =>
    new SparkifyError(of, `${failed}: ${why}.`, { cause: error });
  switch (errno) {
    case 'EACCES':
    case 'EPERM':
      return told('lake.denied', 'this user may not; change the permissions of the folder, or choose another');
    case 'EROFS':
      return told('lake.denied', 'the file system is read-only; choose another folder');
    case 'ENOSPC':
    case 'EDQUOT':
      return told(code, 'the disk is full; make room, or choose another folder');
    case 'ENOTDIR':
    case 'EISDIR':
    case 'EEXIST':
      return told(code, 'a file and a folder of the same name are in each other’s way');
    case 'ENAMETOOLONG':
      return told('lake.key', 'its path is too long for this file system');
    case 'EMFILE':
    case 'ENFILE':
      return told(code, 'too many files are open on this machine');
    default:
      return told(code, (error as Error).message);
  }
}

export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '');

export function codeOf(error: unknown): string | undefined {
  const isErrno = error instanceof Error && 'code' in error && 'syscall' in error;
  return isErrno && typeof error.code === 'string' ? error.code : undefined;
}
