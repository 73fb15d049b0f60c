package org.openlauncher.sessions;

/**
 * Something about a job and who set it.
 *
 * @param what the thing: "mount /home/alice", "variable USER_HOME", "image"
 * @param value the value, where showing it does no harm; else empty text
 * @param source {@code file:line}, {@code request}, {@code launcher} or {@code default}
 */
public record Setting(String what, String value, String source) {
  static final String REQUEST = "request";
  static final String LAUNCHER = "launcher";
}
