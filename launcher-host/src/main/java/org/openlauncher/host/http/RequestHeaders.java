package org.openlauncher.host.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** The headers of one request. */
final class RequestHeaders {
  private final HttpFields fields;

  RequestHeaders(HttpFields fields) {
    this.fields = fields;
  }

  /**
   * The value of a header that may be there once; an empty value counts as absent.
   *
   * @throws LauncherException where it is there several times
   */
  Optional<String> single(String name) {
    List<String> values = fields.getValuesList(name);
    if (values.size() > 1) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "header " + name + " is there " + values.size() + " times; it may be there once");
    }
    return values.stream().map(String::strip).filter(value -> !value.isEmpty()).findFirst();
  }

  /** All values of a header, joined as if they were one. */
  Optional<String> joined(String name) {
    List<String> values = fields.getValuesList(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(String.join(",", values));
  }

  /** Whether {@code If-None-Match} names this entity tag. */
  boolean hasAlready(String entityTag) {
    return joined("If-None-Match")
        .map(
            tags ->
                Arrays.stream(tags.split(",", -1))
                    .map(String::strip)
                    .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                    .anyMatch(tag -> tag.equals("*") || tag.equals(entityTag)))
        .orElse(false);
  }
}
