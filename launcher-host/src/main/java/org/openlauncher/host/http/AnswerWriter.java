package org.openlauncher.host.http;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Makes a response of an answer, headers and all. Does not block. */
final class AnswerWriter {
  private static final HttpField NO_SNIFFING =
      new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
  private static final HttpField JSON =
      new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Answer.JSON);

  private final OpenStreams streams;
  private final Executor executor;

  /**
   * @param executor for what streams have to do
   */
  AnswerWriter(OpenStreams streams, Executor executor) {
    this.streams = streams;
    this.executor = executor;
  }

  void write(Answer answer, Request request, Response response, Callback callback) {
    response.getHeaders().put(NO_SNIFFING);
    if (answer instanceof Answer.Whole whole) {
      whole(whole, response, callback);
    } else if (answer instanceof Answer.NotModified unchanged) {
      response.setStatus(HttpStatus.NOT_MODIFIED);
      response.getHeaders().put(HttpHeader.ETAG, unchanged.entityTag());
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "private, no-cache");
      response.write(true, ByteBuffer.allocate(0), callback);
    } else if (answer instanceof Answer.Stream stream) {
      stream(stream, request, response, callback);
    }
  }

  private static void whole(Answer.Whole whole, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(whole.status());
    headers.put(
        whole.contentType().equals(Answer.JSON)
            ? JSON
            : new HttpField(HttpHeader.CONTENT_TYPE, whole.contentType()));
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    for (Map.Entry<String, String> header : whole.headers().entrySet()) {
      headers.put(header.getKey(), header.getValue());
    }
    headers.put(HttpHeader.CONTENT_LENGTH, whole.bytes().length);
    response.write(true, ByteBuffer.wrap(whole.bytes()), callback);
  }

  private void stream(Answer.Stream stream, Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    response.setStatus(HttpStatus.OK);
    headers.put(HttpHeader.CONTENT_TYPE, stream.format().contentType());
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Accel-Buffering", "no");
    // The connection ends with the stream: while it lasts, all that is read from it is its end.
    headers.put(HttpHeader.CONNECTION, "close");
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1) {
      // Without it the end of a stream would look like a connection that broke.
      headers.put(HttpHeader.TRANSFER_ENCODING, "chunked");
    }
    if (request.getMethod().equals("HEAD")) {
      stream.source().close();
      response.write(true, ByteBuffer.allocate(0), callback);
      return;
    }
    new StreamWriter(request, response, callback, stream, executor, streams).start(request);
  }
}
