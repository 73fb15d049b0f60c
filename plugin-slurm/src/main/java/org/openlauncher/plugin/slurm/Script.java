package org.openlauncher.plugin.slurm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The constant scripts of this plugin. */
enum Script {
  SUBMIT("submit.sh"),
  JOB("job.sh"),
  RECORDS("records.sh"),
  CHANGES("changes.sh"),
  FORGET("forget.sh");

  private final String text;

  Script(String name) {
    try (InputStream resource = Script.class.getResourceAsStream(name)) {
      if (resource == null) {
        throw new IllegalStateException("the bundle lacks " + name);
      }
      this.text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The script itself. */
  String text() {
    return text;
  }
}
