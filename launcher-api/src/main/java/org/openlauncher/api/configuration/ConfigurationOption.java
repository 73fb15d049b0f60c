package org.openlauncher.api.configuration;

import java.util.Objects;
import java.util.Optional;

/**
 * One option that may stand in a configuration file. Declared once, as a constant; it is at the
 * same time the key for reading the value, the rule for checking it and its line in the
 * documentation.
 *
 * <p>A name that ends in {@code -TYPE} declares a family: any word may stand in that place, and the
 * file may hold one key for each. {@link Settings#members} tells the words, {@link #member} is the
 * option for one of them.
 *
 * @param name the key as it stands in the file: lower case, words joined by hyphens
 * @param type how the text becomes a value
 * @param defaultValue the value where the file has none; empty where the option then has no value
 * @param required whether the file must give a value
 * @param description what it does, for an administrator: one sentence, without the default
 * @param <T> the value's type
 */
public record ConfigurationOption<T>(
    String name,
    ValueType<T> type,
    Optional<T> defaultValue,
    boolean required,
    String description) {

  private static final String ANY_WORD = "-TYPE";

  /**
   * Checks the name's form and that a required option has no default.
   *
   * @param name the key as it stands in the file: lower case, words joined by hyphens
   * @param type how the text becomes a value
   * @param defaultValue the value where the file has none; empty where the option then has no value
   * @param required whether the file must give a value
   * @param description what it does, for an administrator: one sentence, without the default
   */
  public ConfigurationOption {
    if (!name.matches("[a-z][a-z0-9]*(-[A-Za-z0-9][A-Za-z0-9_.]*)*")) {
      throw new IllegalArgumentException("not a name for an option: " + name);
    }
    Objects.requireNonNull(type);
    Objects.requireNonNull(description);
    if (required && defaultValue.isPresent()) {
      throw new IllegalArgumentException("option " + name + " is required and has a default");
    }
  }

  /**
   * {@return an option with a default value}
   *
   * @param <T> the value's type
   * @param name the key as it stands in the file
   * @param type how the text becomes a value
   * @param defaultValue the value where the file has none
   * @param description what it does, for an administrator: one sentence, without the default
   */
  public static <T> ConfigurationOption<T> withDefault(
      String name, ValueType<T> type, T defaultValue, String description) {
    return new ConfigurationOption<>(name, type, Optional.of(defaultValue), false, description);
  }

  /**
   * {@return an option that may be left out and then has no value}
   *
   * @param <T> the value's type
   * @param name the key as it stands in the file
   * @param type how the text becomes a value
   * @param description what it does, for an administrator: one sentence, without the default
   */
  public static <T> ConfigurationOption<T> optional(
      String name, ValueType<T> type, String description) {
    return new ConfigurationOption<>(name, type, Optional.empty(), false, description);
  }

  /**
   * {@return an option that must be given}
   *
   * @param <T> the value's type
   * @param name the key as it stands in the file
   * @param type how the text becomes a value
   * @param description what it does, for an administrator: one sentence, without the default
   */
  public static <T> ConfigurationOption<T> required(
      String name, ValueType<T> type, String description) {
    return new ConfigurationOption<>(name, type, Optional.empty(), true, description);
  }

  /** {@return whether it stands for one option for each word} */
  public boolean isFamily() {
    return name.endsWith(ANY_WORD);
  }

  /**
   * {@return the word that a key has in this family's place for it; empty where the key is none of
   * this family}
   *
   * @param key a key as it stands in the file
   */
  public Optional<String> wordIn(String key) {
    String prefix = name.substring(0, name.length() - (isFamily() ? ANY_WORD.length() - 1 : 0));
    return isFamily()
            && !key.equals(name)
            && key.startsWith(prefix)
            && key.substring(prefix.length()).matches("[A-Za-z0-9][A-Za-z0-9_.-]*")
        ? Optional.of(key.substring(prefix.length()))
        : Optional.empty();
  }

  /**
   * {@return the option of this family for one word}
   *
   * @param word letters, digits, hyphens, underscores and dots
   */
  public ConfigurationOption<T> member(String word) {
    if (!isFamily()) {
      throw new IllegalArgumentException("option " + name + " is one, not a family");
    }
    return new ConfigurationOption<>(
        name.substring(0, name.length() - ANY_WORD.length() + 1) + word,
        type,
        defaultValue,
        required,
        description);
  }
}
