package org.openlauncher.api.job;

import java.util.Objects;

/**
 * One variable of a job's environment. Its value may be a secret: {@link #toString} leaves it out.
 *
 * @param name not empty; holds no {@code =} and no NUL
 * @param value holds no NUL
 */
public record EnvironmentVariable(String name, String value) {
  /**
   * Refuses a name or value that no process can be given.
   *
   * @param name not empty; holds no {@code =} and no NUL
   * @param value holds no NUL
   */
  public EnvironmentVariable {
    Objects.requireNonNull(value);
    if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a name for an environment variable: " + name);
    }
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("the value of variable " + name + " holds a NUL");
    }
  }

  @Override
  public String toString() {
    return "EnvironmentVariable[" + name + "=...]";
  }
}
