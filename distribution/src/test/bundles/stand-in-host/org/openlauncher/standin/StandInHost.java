package org.openlauncher.standin;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Keeps the host's side of the agreement with the boot, and does nothing else. */
public final class StandInHost {
  private HttpServer server;

  void activate(BundleContext context) throws IOException, BundleException {
    Path configuration = Path.of(System.getProperty("openlauncher.config.dir"));
    if ("check-config".equals(System.getProperty("openlauncher.mode"))) {
      System.out.println(
          "checked as " + System.getProperty("openlauncher.check-config.format"));
      end(context, "0", null);
    } else if (Files.exists(configuration.resolve("refuse"))) {
      end(context, "78", "launcher.conf:3: ERROR refused by the stand-in");
    } else if (!Files.exists(configuration.resolve("stay-silent"))) {
      listen();
    }
  }

  void deactivate() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/status",
        exchange -> {
          byte[] body = "{\"status\":\"Green\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    Path ready = Path.of(System.getProperty("openlauncher.ready.file"));
    Path written = ready.resolveSibling("ready.tmp");
    Files.writeString(
        written,
        "{\"pid\":"
            + ProcessHandle.current().pid()
            + ",\"address\":\"127.0.0.1:"
            + server.getAddress().getPort()
            + "\"}\n");
    Files.move(written, ready);
  }

  private static void end(BundleContext context, String status, String message)
      throws BundleException {
    System.setProperty("openlauncher.exit.status", status);
    if (message != null) {
      System.setProperty("openlauncher.exit.message", message);
    }
    Bundle framework = context.getBundle(0);
    framework.stop();
  }
}
