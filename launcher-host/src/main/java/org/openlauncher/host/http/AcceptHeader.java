package org.openlauncher.host.http;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/** Chooses the format of a stream by the request's {@code Accept} header. */
final class AcceptHeader {
  /** The status of a request whose {@code Accept} nothing here fits. */
  static final int NOT_ACCEPTABLE = 406;

  private AcceptHeader() {}

  /**
   * Chooses among the formats on offer; of equally welcome ones, the first on offer.
   *
   * @throws NotAcceptableException where none is welcome
   */
  static StreamFormat choose(RequestHeaders headers, List<StreamFormat> offered) {
    String accept = headers.joined("Accept").filter(value -> !value.isBlank()).orElse("*/*");
    StreamFormat best = offered.get(0);
    double bestQuality = 0;
    for (StreamFormat format : offered) {
      double quality = quality(accept, format.contentType());
      if (quality > bestQuality) {
        best = format;
        bestQuality = quality;
      }
    }
    if (bestQuality == 0) {
      throw new NotAcceptableException(
          "header Accept fits nothing on offer here: expected one of "
              + offered.stream().map(StreamFormat::contentType).collect(Collectors.joining(", ")));
    }
    return best;
  }

  /** How welcome a type is: the most specific range that fits it counts. */
  private static double quality(String accept, String contentType) {
    String family = contentType.substring(0, contentType.indexOf('/')) + "/*";
    double quality = 0;
    int specificity = -1;
    for (String range : accept.split(",", -1)) {
      String[] parts = range.split(";", -1);
      String name = parts[0].strip().toLowerCase(Locale.ROOT);
      int fit =
          name.equals(contentType) ? 2 : name.equals(family) ? 1 : name.equals("*/*") ? 0 : -1;
      if (fit > specificity) {
        specificity = fit;
        quality = weight(parts);
      }
    }
    return quality;
  }

  private static double weight(String[] parts) {
    for (String parameter : parts) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.matches("q\\s*=\\s*[01](\\.[0-9]{0,3})?")) {
        return Double.parseDouble(text.substring(text.indexOf('=') + 1).strip());
      }
    }
    return 1;
  }

  /** There is no format that the client takes. */
  static final class NotAcceptableException extends LauncherException {
    private static final long serialVersionUID = 1L;

    NotAcceptableException(String message) {
      super(ErrorCode.INVALID_REQUEST, message);
    }
  }
}
