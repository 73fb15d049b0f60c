package org.openlauncher.config;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the job store is. May hold a password, which only {@link #url} tells.
 *
 * @param url begins with {@code jdbc:sqlite:} or {@code jdbc:postgresql:}
 */
public record JobStoreAddress(String url) {
  /** Refuses null. */
  public JobStoreAddress {
    Objects.requireNonNull(url);
  }

  /** The one that a launcher has without being told, in its own folder. */
  static JobStoreAddress in(Path scratchFolder) {
    return new JobStoreAddress("jdbc:sqlite:" + scratchFolder.resolve("jobs.db"));
  }

  static boolean isValid(String url) {
    return url.matches("jdbc:(sqlite|postgresql):.+");
  }

  /** The address with its password hidden. */
  @Override
  public String toString() {
    return Secrets.maskedAddress(url);
  }
}
