package org.openlauncher.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The user and groups that this process acts with. */
final class RunningUser {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String USER_IDS = "Uid:";
  private static final String GROUP_IDS = "Gid:";
  private static final String MORE_GROUP_IDS = "Groups:";
  private static final int EFFECTIVE = 1;

  private RunningUser() {}

  /** The effective user id. */
  static long uid() {
    return numbers(USER_IDS).get(EFFECTIVE);
  }

  /** The effective group id. */
  static long gid() {
    return numbers(GROUP_IDS).get(EFFECTIVE);
  }

  /** The effective group and the supplemental ones. */
  static Set<Long> groups() {
    return Stream.concat(Stream.of(gid()), numbers(MORE_GROUP_IDS).stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<Long> numbers(String name) {
    try {
      String line =
          Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1).stream()
              .filter(each -> each.startsWith(name))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException(STATUS + " has no line " + name));
      return Arrays.stream(line.substring(name.length()).strip().split("\\s+", -1))
          .filter(number -> !number.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(STATUS + " can't be read", failure);
    }
  }
}
