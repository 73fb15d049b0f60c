package org.openlauncher.process.spawner;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a field of a frame holds; the names and numbers are those of {@code protocol.h}. */
enum Tag {
  USER(1),
  JOB_ID(2),
  TOKEN(3),
  BOOT_ID(4),
  RECORD(5),
  ARGUMENT(6),
  VARIABLE(7),
  DIRECTORY(8),
  INPUT(9),
  OUTPUT(10),
  KEPT_OUTPUT(11),
  ERRORS(12),
  KEPT_ERRORS(13),
  MERGED(14),
  UMASK(15),
  PROCESSOR_SECONDS(16),
  MEMORY_BYTES(17),
  PAM_PROFILE(18),
  SESSION_PAM_PROFILE(19),
  SHIM_ID(20),
  SHIM_START(21),
  OPERATION(22),
  PATH(30),
  FILE(31),
  OFFSET(32),
  LENGTH(33),
  PROTOCOL(64),
  PRIVILEGED(65),
  MINIMUM_USER_ID(66),
  SERVER_USER_ID(67),
  CLOCK_TICKS(68),
  PAGE_SIZE(69),
  MEMORY_LIMIT(70),
  PAM(71),
  KEY(72),
  PREVIOUS_KEY(73),
  SESSION_KEY(74),
  PROCESS_ID(80),
  PROCESS_START(81),
  REFUSAL(90),
  ERROR_NUMBER(91),
  MESSAGE(92),
  DEVICE(100),
  INODE(101),
  SIZE(102),
  CONTENT(103);

  private static final Map<Integer, Tag> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(Tag::number, Function.identity()));

  private final int number;

  Tag(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static Optional<Tag> of(int number) {
    return Optional.ofNullable(BY_NUMBER.get(number));
  }
}
