package org.openlauncher.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CredentialTest {

  /** The signature was computed with: printf 'alice...GMT' | openssl dgst -sha256 -hmac KEY. */
  @Test
  void isSignedAsOtherToolsSignIt() throws Exception {
    String credential =
        Credential.sign(
            "alice",
            Instant.parse("2026-03-01T08:05:09Z"),
            "0a1b2c3d-key".getBytes(StandardCharsets.US_ASCII));
    assertThat(credential)
        .isEqualTo(
            "alice|Sun%2C%2001%20Mar%202026%2008%3A05%3A09%20GMT|%2BuRKyjCTOA8KkkvVqrw5iJ6k7fgJ7dCJiGzcv24dT3s%3D");
  }
}
