package org.openlauncher.plugin.docker;

import java.util.Locale;
import java.util.regex.Pattern;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * A reference to an image, taken apart.
 *
 * @param registry where it is fetched from; the engine's own default where it names none
 * @param repository what is fetched, with the registry where that is named
 * @param version a tag, or a digest
 */
record ImageName(String registry, String repository, String version) {
  private static final String DEFAULT_REGISTRY = "docker.io";
  private static final int LONGEST = 512;
  private static final int LONGEST_REPOSITORY = 255;
  private static final Pattern FORM =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9._-]|:[0-9]+(?=/))*(?=/)|[a-z0-9]+(?:[._-]+[a-z0-9]+)*)"
              + "(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*"
              + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
              + "(?:@[a-z0-9+._-]+:[0-9a-f]{32,128})?");

  /** Refuses what can't be an image's name, before it becomes part of an address. */
  static void check(String text) {
    if (text.length() > LONGEST
        || !FORM.matcher(text).matches()
        || parts(text).repository().length() > LONGEST_REPOSITORY) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "$.job.container.image: expected a name as REGISTRY/REPOSITORY:TAG, found \""
              + text.replaceAll("\\p{Cntrl}", "?")
              + "\"");
    }
  }

  static ImageName of(String text) {
    check(text);
    return parts(text);
  }

  private static ImageName parts(String text) {
    int digest = text.indexOf('@');
    String named = digest < 0 ? text : text.substring(0, digest);
    int colon = named.lastIndexOf(':');
    boolean tagged = colon > named.lastIndexOf('/');
    String repository = tagged ? named.substring(0, colon) : named;
    String tag = tagged ? named.substring(colon + 1) : "latest";
    return new ImageName(
        registry(repository), repository, digest < 0 ? tag : text.substring(digest + 1));
  }

  private static String registry(String repository) {
    int slash = repository.indexOf('/');
    String first = slash < 0 ? "" : repository.substring(0, slash);
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    return isHost ? first.toLowerCase(Locale.ROOT) : DEFAULT_REGISTRY;
  }
}
