package org.openlauncher.process.supervise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.LaunchTrace;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessListener;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessSupervisor;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;

/** A supervisor in a folder of its own, and requests for it. Ends what is left of the jobs. */
final class Jobs implements AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong(System.nanoTime());

  private final Path folder;
  private final List<JobId> launched = new ArrayList<>();
  final RecordingListener listener = new RecordingListener();
  final ProcessSupervisor supervisor;

  Jobs(Form form, Path folder) {
    this.folder = folder;
    this.supervisor = supervisor(form, folder, listener);
  }

  static ProcessSupervisor supervisor(Form form, Path folder, ProcessListener listener) {
    return RecordedSupervisor.open(
        folder.resolve("run"), listener, form.shims(), Duration.ofMillis(100));
  }

  void signal(JobId id, Signal signal) {
    supervisor.signal(id, new ProcessUser.Self(), signal);
  }

  static JobId newId() {
    return new JobId(String.format(Locale.ROOT, "0000000%019d", COUNT.incrementAndGet()));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** A request with nothing special, to add to. */
  Builder request(String... command) {
    return new Builder(List.of(command));
  }

  Builder script(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return new Builder(command);
  }

  byte[] output(JobId id) {
    try {
      return Files.readAllBytes(file(id + ".out"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  String text(JobId id) {
    return new String(output(id), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (JobId id : launched) {
      if (supervisor.find(id) instanceof LaunchTrace.Launched trace
          && trace.process().isPresent()) {
        signal(id, Signal.KILL);
      }
    }
    supervisor.close();
  }

  /** Puts a request together. */
  final class Builder {
    private final JobId id = newId();
    private final List<String> command;
    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    private Path workingDirectory = Path.of("/");
    private Optional<String> input = Optional.empty();
    private Optional<OutputFile> output = named(file(id + ".out"));
    private Optional<OutputFile> errors = named(file(id + ".err"));
    private int umask = 022;
    private ProcessUser user = new ProcessUser.Self();
    private ProcessLimits limits = ProcessLimits.NONE;

    private Builder(List<String> command) {
      this.command = command;
    }

    Builder environment(Map<String, String> variables) {
      environment.clear();
      environment.putAll(variables);
      return this;
    }

    Builder workingDirectory(Path path) {
      workingDirectory = path;
      return this;
    }

    Builder input(String text) {
      input = Optional.of(text);
      return this;
    }

    Builder output(Path path) {
      output = named(path);
      return this;
    }

    Builder keptOutput(Path path) {
      output = Optional.of(new OutputFile.Kept(path));
      return this;
    }

    Builder errors(Path path) {
      errors = named(path);
      return this;
    }

    Builder umask(int value) {
      umask = value;
      return this;
    }

    Builder user(ProcessUser value) {
      user = value;
      return this;
    }

    Builder limits(ProcessLimits value) {
      limits = value;
      return this;
    }

    private static Optional<OutputFile> named(Path path) {
      return Optional.of(new OutputFile.Named(path));
    }

    ProcessRequest build() {
      return new ProcessRequest(
          id, user, command, environment, workingDirectory, input, output, errors, umask, limits);
    }

    JobId launch() {
      supervisor.launch(build());
      launched.add(id);
      return id;
    }
  }
}
