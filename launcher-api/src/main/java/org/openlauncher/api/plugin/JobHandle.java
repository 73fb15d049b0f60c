package org.openlauncher.api.plugin;

import java.util.Objects;

/**
 * What a plugin needs to find its job again, stored by the launcher and handed back as it was.
 * Opaque to the launcher. A plugin must understand the handles of its own earlier versions.
 *
 * @param version the form of {@code data}
 * @param data at most some kilobytes of text, no secret
 */
public record JobHandle(int version, String data) {
  /**
   * Refuses null.
   *
   * @param version the form of {@code data}
   * @param data at most some kilobytes of text, no secret
   */
  public JobHandle {
    Objects.requireNonNull(data);
  }
}
