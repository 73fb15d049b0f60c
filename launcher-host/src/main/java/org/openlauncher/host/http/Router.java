package org.openlauncher.host.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the route of a request. Where a fixed part and a part in braces both fit, the fixed wins.
 */
final class Router {
  private final List<Entry> entries;

  Router(List<Route> routes) {
    this.entries =
        routes.stream()
            .map(route -> new Entry(route, route.parts()))
            .sorted(Comparator.comparingLong(Entry::places))
            .toList();
  }

  List<Route> routes() {
    return entries.stream().map(Entry::route).toList();
  }

  /**
   * Finds a route.
   *
   * @param method the request's method; {@code HEAD} is answered as {@code GET} is
   * @param path the request's path, not decoded
   */
  Match match(String method, String path) {
    List<String> parts = split(path);
    Set<String> allowed = Set.of();
    List<String> template = List.of();
    for (Entry entry : entries) {
      if (!entry.fits(parts) || (!template.isEmpty() && !template.equals(entry.parts))) {
        continue;
      }
      template = entry.parts;
      String routeMethod = entry.route.method().name();
      if (routeMethod.equals(method) || (routeMethod.equals("GET") && method.equals("HEAD"))) {
        return new Match.Found(entry.route, entry.values(parts));
      }
      allowed = allowed.isEmpty() ? new TreeSet<>() : allowed;
      allowed.add(routeMethod);
      if (routeMethod.equals("GET")) {
        allowed.add("HEAD");
      }
    }
    return allowed.isEmpty() ? new Match.NotFound() : new Match.OtherMethods(List.copyOf(allowed));
  }

  private static List<String> split(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.substring(path.startsWith("/") ? 1 : 0).split("/", -1)) {
      parts.add(PercentEncoding.decode(part, "the path", false));
    }
    return parts;
  }

  /** What became of the search. */
  sealed interface Match {
    /** A route, and the values of its parts in braces. */
    record Found(Route route, Map<String, String> values) implements Match {}

    /** The path exists, but only for these methods. */
    record OtherMethods(List<String> allowed) implements Match {}

    /** There is no such path. */
    record NotFound() implements Match {}
  }

  private record Entry(Route route, List<String> parts) {
    long places() {
      return parts.stream().filter(Entry::isPlace).count();
    }

    boolean fits(List<String> path) {
      if (path.size() != parts.size()) {
        return false;
      }
      for (int index = 0; index < parts.size(); index++) {
        if (isPlace(parts.get(index))
            ? path.get(index).isEmpty()
            : !parts.get(index).equals(path.get(index))) {
          return false;
        }
      }
      return true;
    }

    Map<String, String> values(List<String> path) {
      Map<String, String> values = new HashMap<>();
      for (int index = 0; index < parts.size(); index++) {
        String part = parts.get(index);
        if (isPlace(part)) {
          values.put(part.substring(1, part.length() - 1), path.get(index));
        }
      }
      return values;
    }

    private static boolean isPlace(String part) {
      return part.startsWith("{");
    }
  }
}
