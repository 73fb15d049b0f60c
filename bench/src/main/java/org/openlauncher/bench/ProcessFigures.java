package org.openlauncher.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a launcher's process holds, after a collection.
 *
 * @param heap bytes of the objects that live
 * @param metaspace bytes of the classes that are loaded
 * @param threads how many threads it has
 * @param descriptors how many files it has open
 */
record ProcessFigures(long heap, long metaspace, int threads, int descriptors) {
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used ([0-9]+)K");
  private static final long BYTES_PER_KIBIBYTE = 1024;

  static ProcessFigures of(long pid) throws IOException, InterruptedException {
    return new ProcessFigures(
        new JavaHeap(pid).live(), metaspace(pid), count(pid, "task"), count(pid, "fd"));
  }

  private static int count(long pid, String folder) throws IOException {
    String[] entries = new File("/proc/" + pid + "/" + folder).list();
    if (entries == null) {
      throw new IOException("process " + pid + " can't be looked into");
    }
    return entries.length;
  }

  private static long metaspace(long pid) throws IOException, InterruptedException {
    Process jcmd =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home") + "/bin/jcmd",
                    String.valueOf(pid),
                    "GC.heap_info"))
            .redirectErrorStream(true)
            .start();
    long used = -1;
    try (BufferedReader lines = jcmd.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = METASPACE.matcher(line);
        used = matcher.find() ? Long.parseLong(matcher.group(1)) * BYTES_PER_KIBIBYTE : used;
      }
    }
    if (jcmd.waitFor() != 0 || used < 0) {
      throw new IOException("jcmd can't look into process " + pid);
    }
    return used;
  }

  String text() {
    return Figures.megabytes(heap)
        + " heap, "
        + Figures.megabytes(metaspace)
        + " metaspace, "
        + threads
        + " threads, "
        + descriptors
        + " descriptors";
  }

  /** Whether nothing grew but for noise: what a leak holds, it holds once for each cycle. */
  boolean isFlatSince(ProcessFigures before, int cycles) {
    return heap - before.heap < cycles * 10_000L
        && metaspace - before.metaspace < cycles * 10_000L
        && threads - before.threads < cycles / 10
        && descriptors - before.descriptors < cycles / 10;
  }
}
