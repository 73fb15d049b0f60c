package org.openlauncher.process.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessLimits;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.files.PrivateFolder;
import org.openlauncher.process.script.ScriptEnvironment;
import org.openlauncher.process.supervise.JobRecord;
import org.openlauncher.process.supervise.ProcessTable;
import org.openlauncher.process.supervise.Shims;

/** Shims that are shell scripts. They need nothing but what every Linux has. */
public final class ShellShims implements Shims {
  private static final String SHELL = "/bin/sh";
  private static final Path NOTHING = Path.of("/dev/null");

  private final FileCheck fileCheck = new FileCheck();
  private final Programs programs;
  private final Path script;
  private final PrivateFolder orders;
  private final PrivateFolder inputs;

  private ShellShims(Programs programs, PrivateFolder home) throws IOException {
    this.programs = programs;
    this.script = ShimScript.install(home);
    this.orders = home.folder("orders");
    this.inputs = home.folder("inputs");
    // An order that was being handed over when an earlier launcher died: there are secrets in it.
    orders.clear();
  }

  /** Makes the shims of one supervisor. */
  public static Shims open(PrivateFolder home) throws IOException {
    return new ShellShims(Programs.find(), home);
  }

  @Override
  public void check(ProcessRequest request) {
    if (!(request.user() instanceof ProcessUser.Self)) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "jobs run as the launcher's own user here: root did not start this launcher");
    }
    if (!request.limits().equals(ProcessLimits.NONE)) {
      throw new LauncherException(
          ErrorCode.REQUEST_NOT_SUPPORTED,
          "limits of processor time and memory need the program openlauncher-spawner");
    }
    fileCheck.check(request);
  }

  @Override
  public Optional<JobRecord.Start> start(ProcessRequest request, Path record, String token)
      throws IOException {
    JobId id = request.id();
    Path input = NOTHING;
    if (request.standardInput().isPresent()) {
      byte[] content = request.standardInput().get().getBytes(StandardCharsets.UTF_8);
      input = inputs.write(id.value(), content);
    }
    LaunchOrder order =
        new LaunchOrder()
            .record(record, token)
            .umask(request.umask())
            .workingDirectory(request.workingDirectory())
            .standardInput(input);
    addOutputs(order, request);
    addCommand(order, request);
    Path file = orders.write(id.value(), order.complete());
    try {
      List<String> command = new ArrayList<>(programs.detach());
      command.addAll(List.of(SHELL, script.toString(), id.value()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().clear();
      builder.redirectInput(file.toFile());
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.directory(Path.of("/").toFile());
      builder.start();
      return Optional.empty();
    } finally {
      // The shim has it open; the secrets in it need no name on disk any longer.
      Files.deleteIfExists(file);
    }
  }

  private static void addOutputs(LaunchOrder order, ProcessRequest request) throws IOException {
    Path output = make(request.standardOutput());
    boolean oneFile = request.standardError().equals(request.standardOutput());
    Path errors = oneFile ? output : make(request.standardError());
    order.standardOutput(output);
    if (!output.equals(NOTHING) && sameFile(output, errors)) {
      order.mergedError();
    } else {
      order.standardError(errors);
    }
  }

  /** A file that the launcher keeps is there, and private, as soon as the launch has succeeded. */
  private static Path make(Optional<OutputFile> file) throws IOException {
    if (file.isPresent() && file.get() instanceof OutputFile.Kept kept) {
      PrivateFolder.make(kept.path());
    }
    return file.map(OutputFile::path).orElse(NOTHING);
  }

  private static boolean sameFile(Path one, Path other) throws IOException {
    return one.normalize().equals(other.normalize())
        || (Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other));
  }

  private void addCommand(LaunchOrder order, ProcessRequest request) {
    List<String> command = new ArrayList<>(List.of(programs.setsid(), "--"));
    command.addAll(request.command());
    String marker = ProcessTable.MARKER + "=" + request.id();
    ScriptEnvironment environment =
        ScriptEnvironment.of(programs.env(), request.environment(), marker, command);
    environment.assignments().forEach(order::variable);
    environment.command().forEach(order::argument);
  }

  @Override
  public void release(JobId id) throws IOException {
    Files.deleteIfExists(inputs.file(id.value()));
  }

  @Override
  public boolean signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal) {
    return false;
  }

  @Override
  public void watch(Consumer<Optional<String>> impediment) {
    // The shell is always there.
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
