package org.openlauncher.plugin.kubernetes.api;

import tools.jackson.databind.json.JsonMapper;

/** How objects of the API are read and written. */
public final class Json {
  /** Reads and writes; safe from any thread. */
  public static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}
}
