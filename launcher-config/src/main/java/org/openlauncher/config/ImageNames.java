package org.openlauncher.config;

import java.util.List;
import java.util.Optional;
import org.openlauncher.api.configuration.ValueType;

/** Names of containers' images in the files. Which of them exist only an engine can tell. */
public final class ImageNames {
  private static final ValueType<List<String>> TEXTS = ValueType.list();

  /** One image. */
  public static final ValueType<String> ONE =
      ValueType.of(
          "an image's name, without blanks",
          text -> isName(text) ? Optional.of(text) : Optional.empty(),
          name -> name);

  /** Images separated by commas. */
  public static final ValueType<List<String>> SEVERAL =
      ValueType.of(
          "images' names separated by commas, without blanks in them",
          text -> TEXTS.parse(text).filter(names -> names.stream().allMatch(ImageNames::isName)),
          TEXTS::format);

  private ImageNames() {}

  /** An image that is a file may have blanks in its path. */
  private static boolean isName(String text) {
    boolean file = text.startsWith("/");
    return !text.isEmpty()
        && text.codePoints().noneMatch(Character::isISOControl)
        && (file || text.codePoints().noneMatch(ImageNames::isBlank));
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }
}
