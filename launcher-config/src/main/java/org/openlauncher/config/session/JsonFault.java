package org.openlauncher.config.session;

import java.util.Optional;

/** Tells what keeps a text from being one JSON object. Given by whoever has a JSON library. */
@FunctionalInterface
public interface JsonFault {
  /** What is wrong with it, for an administrator; empty where it is one JSON object. */
  Optional<String> in(String text);
}
