package org.openlauncher.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A client that asks the same again and again, with a short rest, until it is interrupted. */
final class PollingClient implements Runnable {
  private static final int OK = 200;
  private static final int REST_MILLIS = 250;

  private final int port;
  private final byte[] request;

  PollingClient(int port, byte[] request) {
    this.port = port;
    this.request = request.clone();
  }

  @Override
  public void run() {
    try (KeepAliveConnection connection = new KeepAliveConnection(port)) {
      while (!Thread.currentThread().isInterrupted()) {
        connection.exchange(request, OK);
        TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
      }
    } catch (InterruptedException enough) {
      Thread.currentThread().interrupt();
    } catch (IOException failure) {
      System.err.println("a polling client has ended: " + failure.getMessage());
    }
  }
}
