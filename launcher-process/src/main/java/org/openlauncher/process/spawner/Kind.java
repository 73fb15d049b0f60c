package org.openlauncher.process.spawner;

import java.util.Arrays;
import java.util.Optional;

/** What a frame is; the names and numbers are those of {@code protocol.h}. */
enum Kind {
  REQUEST_LAUNCH(1),
  REQUEST_SIGNAL(2),
  REQUEST_OPEN(3),
  REQUEST_READ(4),
  REQUEST_CLOSE(5),
  ANSWER_HELLO(128),
  ANSWER_DONE(129),
  ANSWER_STARTED(130),
  ANSWER_REFUSED(131),
  ANSWER_FILE(132),
  ANSWER_DATA(133);

  private final int number;

  Kind(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<Kind> of(int number) {
    return Arrays.stream(values()).filter(kind -> kind.number == number).findFirst();
  }
}
