package org.openlauncher.host.jobs;

/**
 * A client's mark on a submission.
 *
 * @param owner the user that the key belongs to: two users' keys never meet
 * @param key the client's text
 * @param fingerprint of the request that the key was used with
 */
public record IdempotencyKey(String owner, String key, String fingerprint) {
  boolean sameKey(IdempotencyKey other) {
    return owner.equals(other.owner) && key.equals(other.key);
  }
}
