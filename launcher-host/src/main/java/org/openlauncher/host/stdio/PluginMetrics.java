package org.openlauncher.host.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.openlauncher.host.json.JsonOutput;
import org.openlauncher.wire.AnswerType;

/** Tells the launcher in front how this process is. */
final class PluginMetrics {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+([0-9]+) kB$");
  private static final long KILOBYTE = 1024;

  private final Responses responses;
  private final LatencySample latency = new LatencySample();
  private final long begin = System.nanoTime();

  PluginMetrics(Responses responses) {
    this.responses = responses;
  }

  /** Notes how long an answer takes that the cluster has to give. */
  CompletableFuture<Void> timed(CompletableFuture<Void> answer) {
    long asked = System.nanoTime();
    return answer.whenComplete(
        (done, failure) -> latency.add(Duration.ofNanos(System.nanoTime() - asked)));
  }

  void tell() {
    responses.tellUnnumbered(
        AnswerType.METRICS,
        generator -> {
          generator.writeNumberProperty(
              "uptimeSeconds", Duration.ofNanos(System.nanoTime() - begin).toSeconds());
          generator.writeNumberProperty("memoryUsageBytes", memory());
          JsonOutput.object(generator, "clusterInteractionLatencySample", latency::write);
        });
  }

  /** 0 where it is not known, as the Launcher Plugin API has it. */
  private static long memory() {
    try {
      Matcher resident = RESIDENT.matcher(Files.readString(STATUS));
      return resident.find() ? Long.parseLong(resident.group(1)) * KILOBYTE : 0;
    } catch (IOException notLinux) {
      return 0;
    }
  }
}
