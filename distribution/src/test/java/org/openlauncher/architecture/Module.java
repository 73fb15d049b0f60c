package org.openlauncher.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells which module of the build a class comes from: by its file, whatever its package is. */
final class Module {
  private static final Pattern PLACE = Pattern.compile("/([a-z-]+)/target/");

  private Module() {}

  static Optional<String> of(JavaClass type) {
    return type.getBaseComponentType()
        .getSource()
        .map(source -> PLACE.matcher(source.getUri().toString()))
        .filter(Matcher::find)
        .map(place -> place.group(1));
  }

  /** Classes of the modules whose names fit the regular expression. */
  static DescribedPredicate<JavaClass> named(String pattern) {
    Pattern names = Pattern.compile(pattern);
    return DescribedPredicate.describe(
        "module " + pattern,
        type -> of(type).filter(module -> names.matcher(module).matches()).isPresent());
  }
}
