package org.openlauncher.host.http;

/** Checks credentials. Safe from any thread; does not block. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Checks a credential.
   *
   * @param credential as it came with the request
   */
  Result authenticate(String credential);

  /** What came of it. */
  sealed interface Result {
    /**
     * The credential is good.
     *
     * @param user whose it is
     */
    record Valid(String user) implements Result {}

    /** The credential was good once. */
    record Expired() implements Result {}

    /**
     * The credential is no good.
     *
     * @param reason why, for the client; tells nothing that would help to forge one
     */
    record Invalid(String reason) implements Result {}
  }
}
