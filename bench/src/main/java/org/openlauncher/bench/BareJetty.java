package org.openlauncher.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** The floor of every HTTP figure: Jetty with a handler that does nothing but answer. */
public final class BareJetty extends Handler.Abstract.NonBlocking {
  private final byte[] body;

  private BareJetty(int length) {
    body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }

  /** Serves; prints the port. The argument is the length of the answer's body. */
  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new BareJetty(Integer.parseInt(arguments[0])));
    server.start();
    System.out.println(connector.getLocalPort());
    // Ends with whoever started it.
    while (System.in.read() >= 0) {
      Thread.onSpinWait();
    }
    server.stop();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
