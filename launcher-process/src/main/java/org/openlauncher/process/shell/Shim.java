package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessRequest;

/** Starts shims, and knows one when it sees one. */
final class Shim {
  private static final String SHELL = "/bin/sh";
  private static final Path NOTHING = Path.of("/dev/null");

  private final Programs programs;
  private final Path script;
  private final PrivateFolder orders;

  /**
   * @param programs the machine's programs
   * @param script the shim's script
   * @param orders for the orders on their way
   */
  Shim(Programs programs, Path script, PrivateFolder orders) {
    this.programs = programs;
    this.script = script;
    this.orders = orders;
  }

  /**
   * Starts the shim of a job, and does not wait for it.
   *
   * @param input the file with the job's standard input; empty for none
   * @return the process that starts the shim and ends at once
   */
  Process start(ProcessRequest request, Path record, String token, Optional<Path> input)
      throws IOException {
    LaunchOrder order =
        new LaunchOrder()
            .record(record, token)
            .umask(request.umask())
            .workingDirectory(request.workingDirectory())
            .standardInput(input.orElse(NOTHING));
    addOutputs(order, request);
    addCommand(order, request);
    Path file = orders.write(request.id().value(), order.complete());
    try {
      List<String> command = new ArrayList<>(programs.detach());
      command.addAll(List.of(SHELL, script.toString(), request.id().value()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.redirectInput(file.toFile());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.directory(Path.of("/").toFile());
      return builder.start();
    } finally {
      // The shim has it open; the secrets in it need no name on disk any longer.
      Files.deleteIfExists(file);
    }
  }

  private static void addOutputs(LaunchOrder order, ProcessRequest request) throws IOException {
    Path output = request.standardOutput().orElse(NOTHING);
    Path errors = request.standardError().orElse(NOTHING);
    order.standardOutput(output);
    if (!output.equals(NOTHING) && sameFile(output, errors)) {
      order.mergedError();
    } else {
      order.standardError(errors);
    }
  }

  private static boolean sameFile(Path one, Path other) throws IOException {
    return one.normalize().equals(other.normalize())
        || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
  }

  private void addCommand(LaunchOrder order, ProcessRequest request) {
    List<String> command = new ArrayList<>(List.of(programs.setsid(), "--"));
    command.addAll(request.command());
    String marker = ProcessTable.MARKER + "=" + request.id();
    JobEnvironment environment =
        JobEnvironment.of(programs.env(), request.environment(), marker, command);
    environment.assignments().forEach(order::variable);
    environment.command().forEach(order::argument);
  }

  /** Whether a process is, or is about to become, the shim of a job. */
  boolean isAtWork(JobId id) {
    String tail = "\0" + script + "\0" + id + "\0";
    return ProcessTable.scan().entries().values().stream()
        .filter(entry -> !entry.dead())
        .anyMatch(
            entry ->
                ProcessTable.commandLine(entry.pid())
                    .filter(line -> line.endsWith(tail))
                    .isPresent());
  }
}
