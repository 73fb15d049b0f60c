package org.openlauncher.host.http;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.host.json.ErrorJson;

/**
 * Answers as JSON what the server refuses before anybody sees it: broken request lines and such.
 */
final class JsonErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (response.getStatus() == HttpStatus.VERSION_NOT_SUPPORTED) {
      // It is the request that is at fault, not the launcher.
      response.setStatus(HttpStatus.of(ErrorCode.UNSUPPORTED_VERSION));
    }
    int status = response.getStatus();
    Object message = request.getAttribute(ERROR_MESSAGE);
    byte[] body = body(status, message == null ? null : message.toString());
    response.getHeaders().put(new HttpField(HttpHeader.CONTENT_TYPE, Answer.JSON));
    response.getHeaders().put(new HttpField(HttpHeader.CACHE_CONTROL, "no-store"));
    HttpStatus.retryAfter(HttpStatus.codeOf(status))
        .ifPresent(
            seconds ->
                response.getHeaders().put(HttpHeader.RETRY_AFTER, Integer.toString(seconds)));
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  private static byte[] body(int status, @Nullable String reason) {
    ErrorCode code = HttpStatus.codeOf(status);
    // What went wrong inside is nobody's business; what was wrong with the request is.
    String message =
        status >= 500
            ? "the launcher can't take the request now"
            : "the request can't be understood (HTTP status "
                + status
                + ")"
                + (reason == null || reason.isEmpty() ? "" : ": " + reason);
    return ErrorJson.error(code, message, Map.of());
  }
}
