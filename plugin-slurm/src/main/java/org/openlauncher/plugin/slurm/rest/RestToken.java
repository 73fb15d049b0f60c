package org.openlauncher.plugin.slurm.rest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.openlauncher.auth.KeyFile;
import org.openlauncher.auth.KeyFileException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The token that slurmrestd wants to see, from a file that nobody else may read. It is read for
 * each request, so that another one can take its place while the launcher runs.
 */
public final class RestToken {
  private static final int LONGEST = 64 * 1024;
  private static final String ASSIGNMENT = "SLURM_JWT=";
  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

  private final Path file;
  private final String user;

  /**
   * @param user for whom the token must be made out
   */
  public RestToken(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  Path file() {
    return file;
  }

  /**
   * The token as it is now.
   *
   * @throws RestException where the file can't be trusted or read, or holds no token of this user
   */
  String read() {
    String text;
    try {
      text = new String(keyFile(file, user).read(LONGEST), StandardCharsets.US_ASCII).strip();
    } catch (KeyFileException untrusted) {
      throw new RestException(
          RestException.Kind.NOT_SENT, "rest-token-file: " + untrusted.getMessage(), null);
    }
    String token = text.startsWith(ASSIGNMENT) ? text.substring(ASSIGNMENT.length()) : text;
    if (!FORM.matcher(token).matches()) {
      throw new RestException(
          RestException.Kind.NOT_SENT,
          "rest-token-file: expected a token in "
              + file
              + ", found something else; run: "
              + creation(file, user),
          null);
    }
    JsonNode claims = claims(token);
    JsonNode expiry = claims.path("exp");
    // Slurm's answer to such a one could as well mean that the controller is gone.
    if (expiry.isNumber() && Instant.ofEpochSecond(expiry.asLong()).isBefore(Instant.now())) {
      throw new RestException(
          RestException.Kind.NOT_SENT,
          "rest-token-file: the token in "
              + file
              + " has expired at "
              + Instant.ofEpochSecond(expiry.asLong())
              + "; run: "
              + creation(file, user),
          null);
    }
    String madeOutFor = claims.path("sun").asString(user);
    if (!madeOutFor.equals(user)) {
      throw new RestException(
          RestException.Kind.NOT_SENT,
          "rest-token-file: expected a token of user "
              + user
              + " in "
              + file
              + ", found one of "
              + madeOutFor,
          null);
    }
    return token;
  }

  private static KeyFile keyFile(Path file, String user) {
    return KeyFile.ofToken("the token for slurmrestd", file, creation(file, user));
  }

  private static String creation(Path file, String user) {
    return "scontrol token username=" + user + " lifespan=SECONDS > " + file;
  }

  /** What is wrong with the file itself; empty where it may be read and nobody else may. */
  public static Optional<String> fault(Path file, String user) {
    try {
      keyFile(file, user).read(LONGEST);
      return Optional.empty();
    } catch (KeyFileException untrusted) {
      return Optional.of(untrusted.getMessage());
    }
  }

  /** What an administrator is told of the token when it may be to blame. */
  String advice() {
    try {
      if (claims(read()).path("exp").isNumber()) {
        return "; if slurmctld runs, it does not accept the token in "
            + file
            + " (rest-token-file), which must be one of SlurmUser's to act for others";
      }
    } catch (RestException unreadable) {
      return "; " + unreadable.getMessage();
    }
    return "; if slurmctld runs, it does not accept the token in " + file + " (rest-token-file)";
  }

  /** What a token says of itself; nothing where it says nothing that can be read. */
  private static JsonNode claims(String token) {
    try {
      return RestClient.JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    } catch (IllegalArgumentException | JacksonException foreign) {
      return RestClient.JSON.createObjectNode();
    }
  }
}
