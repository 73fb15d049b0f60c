package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a JVM's process holds. */
final class JavaHeap {
  private static final long BYTES_PER_KIBIBYTE = 1024;

  private final long pid;

  JavaHeap(long pid) {
    this.pid = pid;
  }

  /** Memory of the process that is in use. */
  long resident() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
      return lines
              .filter(line -> line.startsWith("VmRSS:"))
              .map(line -> line.replaceAll("[^0-9]", ""))
              .mapToLong(Long::parseLong)
              .findFirst()
              .orElseThrow(() -> new IOException("process " + pid + " has ended"))
          * BYTES_PER_KIBIBYTE;
    }
  }

  /** Bytes of the objects that live, after a collection. */
  long live() throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/jcmd",
                    String.valueOf(pid),
                    "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    String total = "";
    try (BufferedReader lines = jcmd.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        total = line.startsWith("Total") ? line : total;
      }
    }
    if (jcmd.waitFor() != 0 || total.isEmpty()) {
      throw new IOException("jcmd can't look into process " + pid);
    }
    return Long.parseLong(total.strip().split("\\s+", 4)[2]);
  }
}
