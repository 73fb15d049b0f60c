package org.openlauncher.process.supervise;

import java.util.Arrays;
import java.util.Optional;

/** The error numbers of Linux that a job's owner can do something about, in plain words. */
enum ErrorNumber {
  EPERM(1, "the user may not do that"),
  ENOENT(2, "there is no such file or folder"),
  ENXIO(6, "there is no such device"),
  EACCES(13, "permission denied"),
  ENOTDIR(20, "something on the way is not a folder"),
  EISDIR(21, "it is a folder"),
  ETXTBSY(26, "the program is being written to"),
  EFBIG(27, "the file is too large"),
  ENOSPC(28, "no space is left"),
  EROFS(30, "the file system can't be written to"),
  ENAMETOOLONG(36, "the name is too long"),
  ELOOP(40, "symbolic links lead in a circle, or are not allowed there"),
  ESTALE(116, "the file server does not know it any more"),
  EDQUOT(122, "the user's quota is used up");

  private final int number;
  private final String words;

  ErrorNumber(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** What a number means; empty for 0. */
  static Optional<String> text(int number) {
    if (number == 0) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(error -> error.number == number)
            .map(error -> error.words)
            .findFirst()
            .orElse("error " + number));
  }
}
