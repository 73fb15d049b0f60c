package org.openlauncher.host.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.host.http.Identity.Proof;

/**
 * Finds out who sent a request: by the credential in the header {@code Authorization: Launcher}, in
 * the cookie {@code user-id}, or, where there is none, by what the kernel says of a unix socket's
 * peer. A credential that is there must be good, whatever else is known.
 */
final class IdentityReader {
  private static final String SCHEME = "launcher";
  private static final String COOKIE = "user-id";

  private final Authenticator authenticator;

  IdentityReader(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** The sender; empty where nothing tells who it is. */
  Optional<Identity> read(Request request) {
    List<String> headers = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    if (headers.size() > 1) {
      throw unauthorized("header Authorization is there " + headers.size() + " times");
    }
    if (!headers.isEmpty()) {
      return Optional.of(new Identity(check(credentialOf(headers.get(0))), Proof.HEADER));
    }
    Set<String> cookies = new LinkedHashSet<>();
    for (HttpCookie cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(COOKIE)) {
        cookies.add(cookie.getValue());
      }
    }
    if (cookies.size() > 1) {
      throw unauthorized("there are several cookies " + COOKIE + " with different values");
    }
    if (!cookies.isEmpty()) {
      return Optional.of(new Identity(check(cookies.iterator().next()), Proof.COOKIE));
    }
    return UnixPeer.of(request.getConnectionMetaData())
        .map(peer -> new Identity(peer.name(), Proof.KERNEL));
  }

  private static String credentialOf(String header) {
    String[] words = header.strip().split("\\s+", 2);
    if (words.length != 2 || !words[0].toLowerCase(Locale.ROOT).equals(SCHEME)) {
      throw unauthorized(
          "header Authorization is not of the form \"Launcher\", a blank and a credential");
    }
    return words[1];
  }

  private String check(String credential) {
    Authenticator.Result result = authenticator.authenticate(credential);
    if (result instanceof Authenticator.Result.Valid valid) {
      return valid.user();
    }
    if (result instanceof Authenticator.Result.Invalid invalid) {
      throw unauthorized("the credential is not valid: " + invalid.reason());
    }
    throw unauthorized("the credential has expired; get a new one");
  }

  static LauncherException unauthorized(String message) {
    return new LauncherException(ErrorCode.UNAUTHORIZED, message);
  }
}
