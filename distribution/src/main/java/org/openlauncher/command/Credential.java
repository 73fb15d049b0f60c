package org.openlauncher.command;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The format of RStudio's signed cookies: user, expiry and signature, each URL-encoded. */
final class Credential {
  private static final String ALGORITHM = "HmacSHA256";
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Credential() {}

  static String sign(String user, Instant expiry, byte[] key) throws GeneralSecurityException {
    String date = HTTP_DATE.format(expiry);
    Mac mac = Mac.getInstance(ALGORITHM);
    mac.init(new SecretKeySpec(key, ALGORITHM));
    byte[] signature = mac.doFinal((user + date).getBytes(StandardCharsets.UTF_8));
    return Stream.of(user, date, Base64.getEncoder().encodeToString(signature))
        .map(field -> URLEncoder.encode(field, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("|"));
  }
}
