package org.openlauncher.api.configuration;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value. The standard types are the factories here; a text that
 * does not fit is answered with what was expected, never with a default.
 *
 * @param <T> the values' type
 */
public final class ValueType<T> {
  private final String expected;
  private final Function<String, Optional<T>> parser;
  private final Function<T, String> formatter;

  private ValueType(
      String expected, Function<String, Optional<T>> parser, Function<T, String> formatter) {
    this.expected = Objects.requireNonNull(expected);
    this.parser = Objects.requireNonNull(parser);
    this.formatter = Objects.requireNonNull(formatter);
  }

  /**
   * Reads a value.
   *
   * @param text as it stands in the file, without surrounding blanks
   * @return the value, or empty where the text is not of this type
   */
  public Optional<T> parse(String text) {
    return parser.apply(text);
  }

  /**
   * Writes a value as it would stand in the file.
   *
   * @param value a value of this type
   * @return the text, which {@link #parse} reads as this value
   */
  public String format(T value) {
    return formatter.apply(value);
  }

  /** {@return what a valid text looks like, for messages: "0 or 1", "an absolute path"} */
  public String expected() {
    return expected;
  }

  /**
   * {@return a type of its own}
   *
   * @param <T> the value's type
   * @param expected what a valid text looks like, for messages
   * @param parser reads a value; empty where the text is not of this type
   * @param formatter writes a value as the parser reads it
   */
  public static <T> ValueType<T> of(
      String expected, Function<String, Optional<T>> parser, Function<T, String> formatter) {
    return new ValueType<>(expected, parser, formatter);
  }

  /**
   * {@return a switch: {@code 0} or {@code 1}; {@code true}, {@code false}, {@code yes}, {@code no}
   * too}
   */
  public static ValueType<Boolean> flag() {
    return new ValueType<>(
        "0 or 1",
        text ->
            switch (text.toLowerCase(Locale.ROOT)) {
              case "1", "true", "yes" -> Optional.of(true);
              case "0", "false", "no" -> Optional.of(false);
              default -> Optional.empty();
            },
        value -> value ? "1" : "0");
  }

  /** {@return any text that is not empty} */
  public static ValueType<String> text() {
    return new ValueType<>(
        "a text", text -> text.isEmpty() ? Optional.empty() : Optional.of(text), value -> value);
  }

  /**
   * {@return a whole number within bounds, both included}
   *
   * @param least the least value that is allowed
   * @param most the greatest value that is allowed
   */
  public static ValueType<Long> wholeNumber(long least, long most) {
    return new ValueType<>(
        "a whole number from " + least + " to " + most,
        text -> wholeNumberOf(text).filter(value -> value >= least && value <= most),
        value -> Long.toString(value));
  }

  /**
   * {@return a number with an optional decimal fraction, within bounds, both included}
   *
   * @param least the least value that is allowed
   * @param most the greatest value that is allowed
   */
  public static ValueType<Double> decimal(double least, double most) {
    return new ValueType<>(
        "a number from " + plain(least) + " to " + plain(most),
        text -> {
          if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,15})?")) {
            return Optional.empty();
          }
          double value = Double.parseDouble(text);
          return value >= least && value <= most ? Optional.of(value) : Optional.empty();
        },
        ValueType::plain);
  }

  private static String plain(double value) {
    return value == 0 ? "0" : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * {@return a length of time given as a whole number of the unit, within bounds in that unit}
   *
   * @param unit what the number counts
   * @param least the least value that is allowed
   * @param most the greatest value that is allowed
   */
  public static ValueType<Duration> duration(TimeUnit unit, long least, long most) {
    return new ValueType<>(
        "a whole number of "
            + unit.name().toLowerCase(Locale.ROOT)
            + " from "
            + least
            + " to "
            + most,
        text ->
            wholeNumberOf(text)
                .filter(value -> value >= least && value <= most)
                .map(value -> Duration.of(value, unit.toChronoUnit())),
        value -> Long.toString(unit.convert(value)));
  }

  /**
   * {@return a length of time in whole seconds, or with one of the units s, m, h and d behind it}
   */
  public static ValueType<Duration> timeSpan() {
    return new ValueType<>(
        "a whole number of seconds, or of m (minutes), h (hours) or d (days), such as 90, 30m, 12h",
        text -> {
          if (!text.matches("[0-9]{1,9}[smhd]?")) {
            return Optional.empty();
          }
          boolean unit = !Character.isDigit(text.charAt(text.length() - 1));
          long number = Long.parseLong(unit ? text.substring(0, text.length() - 1) : text);
          return Optional.of(
              switch (unit ? text.charAt(text.length() - 1) : 's') {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                case 'd' -> Duration.ofDays(number);
                default -> Duration.ofSeconds(number);
              });
        },
        value -> Long.toString(value.toSeconds()));
  }

  /**
   * {@return a number of bytes, within bounds, both included}
   *
   * @param leastBytes the least number that is allowed
   * @param mostBytes the greatest number that is allowed
   */
  public static ValueType<DataSize> dataSize(long leastBytes, long mostBytes) {
    return new ValueType<>(
        "a number of bytes from " + leastBytes + " to " + mostBytes,
        text ->
            wholeNumberOf(text)
                .filter(value -> value >= leastBytes && value <= mostBytes)
                .map(DataSize::new),
        value -> Long.toString(value.bytes()));
  }

  /** {@return an absolute path; it need not exist} */
  public static ValueType<Path> absolutePath() {
    return new ValueType<>(
        "an absolute path",
        text -> {
          if (!text.startsWith("/")) {
            return Optional.empty();
          }
          try {
            return Optional.of(Path.of(text).normalize());
          } catch (InvalidPathException notAPath) {
            return Optional.empty();
          }
        },
        Path::toString);
  }

  /** {@return an http or https address} */
  public static ValueType<URI> webAddress() {
    return new ValueType<>(
        "an address that begins with http:// or https://",
        text -> {
          try {
            URI address = new URI(text);
            boolean web =
                ("http".equalsIgnoreCase(address.getScheme())
                        || "https".equalsIgnoreCase(address.getScheme()))
                    && address.getHost() != null;
            return web ? Optional.of(address) : Optional.empty();
          } catch (URISyntaxException notAnAddress) {
            return Optional.empty();
          }
        },
        URI::toString);
  }

  /**
   * {@return texts separated by commas; blanks around each are dropped, empty ones are not allowed}
   */
  public static ValueType<List<String>> list() {
    return new ValueType<>(
        "texts separated by commas",
        text -> {
          List<String> parts = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
          return parts.stream().anyMatch(String::isEmpty) ? Optional.empty() : Optional.of(parts);
        },
        value -> String.join(",", value));
  }

  /**
   * {@return one of some words, compared without regard to case}
   *
   * @param <E> the enum
   * @param words the enum, all of whose constants are allowed
   * @param name a constant's word in the file
   */
  public static <E extends Enum<E>> ValueType<E> word(Class<E> words, Function<E, String> name) {
    List<E> all = List.of(words.getEnumConstants());
    return new ValueType<>(
        "one of " + all.stream().map(name).collect(Collectors.joining(", ")),
        text -> all.stream().filter(word -> name.apply(word).equalsIgnoreCase(text)).findFirst(),
        name);
  }

  private static Optional<Long> wholeNumberOf(String text) {
    return text.matches("-?[0-9]{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
  }
}
