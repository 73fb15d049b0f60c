package org.openlauncher.auth;

import java.time.Instant;

/** What came of looking at a credential. */
public sealed interface Verification {
  /**
   * The credential is good.
   *
   * @param user whose it is; need not exist on this machine
   * @param expiry until when it is good
   */
  record Valid(String user, Instant expiry) implements Verification {}

  /**
   * The credential was good once.
   *
   * @param at until when
   */
  record Expired(Instant at) implements Verification {}

  /**
   * The credential is no good.
   *
   * @param reason why, for the client; nothing that would help to forge one
   */
  record Invalid(String reason) implements Verification {}
}
