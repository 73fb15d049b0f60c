package org.openlauncher.process.spawner;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.openlauncher.api.configuration.DataSize;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessRequest;
import org.openlauncher.process.ProcessUser;
import org.openlauncher.process.Signal;
import org.openlauncher.process.supervise.JobRecord;

/** What the spawner is asked for, in its words. */
final class Requests {
  /** The most that can be read at once. */
  static final int READ_MOST = 256 * 1024;

  /** The JVM turns names of files into texts by this, and it turns them back. */
  private static final Charset FILE_NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

  private final String self;
  private final String bootId;

  /**
   * @param self the name of the user that the launcher runs as
   * @param bootId the name of this life of the machine
   */
  Requests(String self, String bootId) {
    this.self = self;
    this.bootId = bootId;
  }

  /** The name of this life of the machine. */
  String bootId() {
    return bootId;
  }

  Frame.Builder launch(ProcessRequest request, Path record, String token) {
    Frame.Builder frame =
        forUser(Kind.REQUEST_LAUNCH, request.user())
            .text(Tag.JOB_ID, request.id().value())
            .text(Tag.TOKEN, token)
            .text(Tag.BOOT_ID, bootId)
            .bytes(Tag.RECORD, name(record))
            .bytes(Tag.DIRECTORY, name(request.workingDirectory()))
            .number(Tag.UMASK, request.umask());
    request.command().forEach(argument -> frame.text(Tag.ARGUMENT, argument));
    request
        .environment()
        .forEach((variable, value) -> frame.text(Tag.VARIABLE, variable + "=" + value));
    request.standardInput().ifPresent(input -> frame.text(Tag.INPUT, input));
    addOutputs(frame, request);
    Optional<Duration> processorTime = request.limits().processorTime();
    processorTime.ifPresent(time -> frame.number(Tag.PROCESSOR_SECONDS, time.toSeconds()));
    Optional<DataSize> memory = request.limits().memory();
    memory.ifPresent(size -> frame.number(Tag.MEMORY_BYTES, size.bytes()));
    if (request.user() instanceof ProcessUser.Account account) {
      account.accountProfile().ifPresent(name -> frame.text(Tag.PAM_PROFILE, name));
      account.sessionProfile().ifPresent(name -> frame.text(Tag.SESSION_PAM_PROFILE, name));
    }
    if (frame.size() > Frame.MOST) {
      throw new LauncherException(
          ErrorCode.INVALID_REQUEST,
          "arguments, environment and standard input together may take "
              + Frame.MOST
              + " bytes, they take "
              + frame.size());
    }
    return frame;
  }

  private static void addOutputs(Frame.Builder frame, ProcessRequest request) {
    Optional<OutputFile> output = request.standardOutput();
    Optional<OutputFile> errors = request.standardError();
    output.ifPresent(file -> addOutput(frame, file, Tag.OUTPUT, Tag.KEPT_OUTPUT));
    boolean merged =
        output.isPresent() && output.map(Requests::place).equals(errors.map(Requests::place));
    if (merged) {
      frame.number(Tag.MERGED, 1);
    } else {
      errors.ifPresent(file -> addOutput(frame, file, Tag.ERRORS, Tag.KEPT_ERRORS));
    }
  }

  private static Path place(OutputFile file) {
    return file.path().normalize();
  }

  private static void addOutput(Frame.Builder frame, OutputFile file, Tag named, Tag kept) {
    frame.bytes(file instanceof OutputFile.Kept ? kept : named, name(file.path()));
  }

  Frame.Builder signal(JobId id, JobRecord.Start start, ProcessUser user, Signal signal) {
    return forUser(Kind.REQUEST_SIGNAL, user)
        .number(Tag.SHIM_ID, start.shim().pid())
        .number(Tag.SHIM_START, start.shim().startTicks())
        .number(Tag.OPERATION, operation(signal))
        .text(Tag.JOB_ID, id.value());
  }

  private static int operation(Signal signal) {
    return switch (signal) {
      case SUSPEND -> 1;
      case RESUME -> 2;
      case TERMINATE -> 3;
      case KILL -> 4;
    };
  }

  Frame.Builder open(ProcessUser user, Path path) {
    return forUser(Kind.REQUEST_OPEN, user).bytes(Tag.PATH, name(path));
  }

  static Frame.Builder read(long file, long offset, int length) {
    return new Frame.Builder(Kind.REQUEST_READ)
        .number(Tag.FILE, file)
        .number(Tag.OFFSET, offset)
        .number(Tag.LENGTH, length);
  }

  static Frame.Builder close(long file) {
    return new Frame.Builder(Kind.REQUEST_CLOSE).number(Tag.FILE, file);
  }

  private Frame.Builder forUser(Kind kind, ProcessUser user) {
    byte[] name =
        user instanceof ProcessUser.Account account
            ? account.name().getBytes(StandardCharsets.UTF_8)
            : self.getBytes(FILE_NAMES);
    return new Frame.Builder(kind).bytes(Tag.USER, name);
  }

  private static byte[] name(Path path) {
    return path.toString().getBytes(FILE_NAMES);
  }
}
