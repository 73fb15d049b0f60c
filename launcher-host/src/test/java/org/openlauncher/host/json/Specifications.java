package org.openlauncher.host.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.openlauncher.api.job.Container;
import org.openlauncher.api.job.EnvironmentVariable;
import org.openlauncher.api.job.ExposedPort;
import org.openlauncher.api.job.JobConfig;
import org.openlauncher.api.job.JobSpecification;
import org.openlauncher.api.job.JobState;
import org.openlauncher.api.job.JobStatus;
import org.openlauncher.api.job.JsonText;
import org.openlauncher.api.job.Mount;
import org.openlauncher.api.job.MountSource;
import org.openlauncher.api.job.PlacementConstraint;
import org.openlauncher.api.job.ResourceLimit;
import org.openlauncher.api.job.StatusCode;

/** Makes arbitrary specifications and statuses; the same ones for the same seed. */
final class Specifications {
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "\"",
    "\\",
    "\n",
    "\t",
    "\u0001",
    "\u007f",
    "/",
    "'",
    "ä",
    "€",
    "\u2028",
    "\uD83D\uDE00",
    "=",
    ",",
    "{",
    "]",
    "null",
    "--",
    "$(id)"
  };

  private final Random random;

  Specifications(long seed) {
    this.random = new Random(seed);
  }

  JobSpecification specification() {
    boolean command = random.nextBoolean();
    return new JobSpecification(
        text(),
        text(),
        maybe(this::text),
        text(),
        command ? maybe(this::text) : Optional.empty(),
        command ? Optional.empty() : maybe(this::text),
        list(this::text),
        list(() -> new EnvironmentVariable("N" + text().replace("=", ""), text())),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        maybe(this::text),
        list(this::text),
        maybe(this::text),
        list(() -> new ResourceLimit("t" + text(), text())),
        list(() -> new PlacementConstraint("n" + text(), maybe(this::text))),
        list(() -> new JobConfig("n" + text(), maybe(this::valueType), maybe(this::text))),
        maybe(this::container),
        list(this::exposedPort),
        list(() -> new Mount("/" + text(), maybe(this::text), random.nextBoolean(), source())),
        list(this::text),
        maybe(this::json));
  }

  JobStatus status() {
    JobState state = oneOf(List.of(JobState.values()));
    return new JobStatus(
        state,
        maybe(() -> oneOf(List.of(StatusCode.values()))),
        text(),
        text(),
        state.terminal() ? maybe(() -> random.nextInt()) : Optional.empty(),
        maybe(random::nextLong),
        maybe(this::text),
        maybe(this::text));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int count = random.nextInt(6); count > 0; count--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private JsonText json() {
    return new JsonText("{ \"a\" : [1.0, 1e400, -0, \"\\u0000\", null, {\"b\":true}],  \"c\":{} }");
  }

  private JobConfig.ValueType valueType() {
    return oneOf(List.of(JobConfig.ValueType.values()));
  }

  private Container container() {
    return new Container(
        "i" + text(),
        maybe(() -> (long) random.nextInt(100_000)),
        maybe(() -> 0xFFFF_FFFEL),
        list(() -> (long) random.nextInt(100_000)),
        random.nextBoolean());
  }

  private ExposedPort exposedPort() {
    return new ExposedPort(
        1 + random.nextInt(65_535),
        maybe(() -> 1 + random.nextInt(65_535)),
        random.nextBoolean() ? ExposedPort.Protocol.TCP : ExposedPort.Protocol.UDP);
  }

  private MountSource source() {
    return switch (random.nextInt(6)) {
      case 0 -> new MountSource.Host(text());
      case 1 -> new MountSource.Nfs(maybe(this::text), text());
      case 2 ->
          new MountSource.CephFs(
              list(this::text),
              maybe(this::text),
              maybe(this::text),
              maybe(this::text),
              maybe(this::text));
      case 3 -> new MountSource.GlusterFs(text(), text());
      case 4 -> new MountSource.AzureFile(text(), text());
      default -> new MountSource.Other("own" + text(), json());
    };
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> list(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int count = random.nextInt(4); count > 0; count--) {
      values.add(value.get());
    }
    return values;
  }
}
