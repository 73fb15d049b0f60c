package org.openlauncher.host.stdio;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;

/**
 * The streams that the launcher in front has opened, by the ids of their requests. One that is
 * cancelled while it is still being opened is closed as soon as it is there.
 */
final class OpenStreams {
  private static final int MOST = 20_000;

  private final Map<BigInteger, Place> places = new HashMap<>();

  /** What an id stands for: a stream, or one that is being opened. */
  private static final class Place {
    private @Nullable OpenStream<?> stream;
  }

  /**
   * Opens a stream.
   *
   * @param opening makes it
   * @return completes when it is there, or nobody wants it any more; fails where it can't be
   * @throws LauncherException where there can be no stream for this id
   */
  CompletableFuture<Void> open(
      BigInteger requestId, Supplier<CompletableFuture<? extends OpenStream<?>>> opening) {
    Place place = take(requestId);
    CompletableFuture<? extends OpenStream<?>> opened;
    try {
      opened = opening.get();
    } catch (RuntimeException failure) {
      leave(requestId, place);
      throw failure;
    }
    return opened.handle(
        (stream, failure) -> {
          if (failure == null) {
            begin(requestId, place, stream);
          } else if (leave(requestId, place)) {
            throw new CompletionException(failure);
          }
          return null;
        });
  }

  private synchronized Place take(BigInteger requestId) {
    if (places.containsKey(requestId)) {
      throw refused("request " + requestId + " has a stream already");
    }
    if (places.size() >= MOST) {
      throw refused("there are " + MOST + " streams already; cancel some first");
    }
    Place place = new Place();
    places.put(requestId, place);
    return place;
  }

  private static LauncherException refused(String why) {
    return new LauncherException(ErrorCode.INVALID_REQUEST, "$.requestId: " + why);
  }

  private void begin(BigInteger requestId, Place place, OpenStream<?> stream) {
    synchronized (this) {
      if (places.get(requestId) == place) {
        place.stream = stream;
        stream.start(() -> leave(requestId, place));
        return;
      }
    }
    stream.close();
  }

  private synchronized boolean leave(BigInteger requestId, Place place) {
    return places.remove(requestId, place);
  }

  /** Ends a stream; there need not be one. */
  void cancel(BigInteger requestId) {
    Place place;
    synchronized (this) {
      place = places.remove(requestId);
    }
    close(place);
  }

  private static void close(@Nullable Place place) {
    if (place != null && place.stream != null) {
      place.stream.close();
    }
  }

  /** Ends all. */
  void close() {
    List<Place> all;
    synchronized (this) {
      all = List.copyOf(places.values());
      places.clear();
    }
    all.forEach(OpenStreams::close);
  }
}
