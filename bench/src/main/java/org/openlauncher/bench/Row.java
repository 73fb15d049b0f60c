package org.openlauncher.bench;

import java.util.List;

/** Something to measure. */
interface Row {
  /** By what name it is asked for. */
  String name();

  /** Measures it, with a launcher of its own. */
  List<Result> measure(Installation installation) throws Exception;
}
