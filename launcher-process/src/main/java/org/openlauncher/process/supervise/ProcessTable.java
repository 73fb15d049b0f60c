package org.openlauncher.process.supervise;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.openlauncher.api.error.ErrorCode;
import org.openlauncher.api.error.LauncherException;
import org.openlauncher.api.job.JobId;
import org.openlauncher.process.ProcessIdentity;

/** All processes of the machine at about one moment. Those that vanish meanwhile are left out. */
public final class ProcessTable {
  /** The variable that every process of a job has in its environment. */
  public static final String MARKER = "OPENLAUNCHER_JOB_ID";

  private static final int ID_LENGTH = 26;
  private static final String USER_ID = "Uid:\t";
  private static final Path PROC = Path.of("/proc");

  private final Map<Long, ProcessEntry> byPid;

  private ProcessTable(Map<Long, ProcessEntry> byPid) {
    this.byPid = byPid;
  }

  /** Looks at all processes. */
  static ProcessTable scan() {
    Map<Long, ProcessEntry> found = new HashMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        find(Long.parseLong(String.valueOf(folder.getFileName())))
            .ifPresent(entry -> found.put(entry.pid(), entry));
      }
    } catch (IOException failure) {
      throw new LauncherException(
          ErrorCode.UNKNOWN, "can't list the processes: " + failure.getMessage(), failure);
    }
    return new ProcessTable(found);
  }

  /** Looks at one process. */
  static Optional<ProcessEntry> find(long pid) {
    return read(pid, "stat").flatMap(ProcessEntry::parse);
  }

  /** Whether the very process lives. */
  static boolean alive(ProcessIdentity identity) {
    return find(identity.pid()).filter(entry -> entry.is(identity) && !entry.dead()).isPresent();
  }

  Map<Long, ProcessEntry> entries() {
    return byPid;
  }

  Optional<ProcessEntry> get(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /** The job whose mark a process carries. */
  static Optional<JobId> marker(long pid) {
    String prefix = MARKER + "=";
    return read(pid, "environ")
        .map(text -> "\0" + text)
        .flatMap(
            text -> {
              int begin = text.indexOf("\0" + prefix) + 1 + prefix.length();
              return begin > prefix.length() && text.length() >= begin + ID_LENGTH
                  ? JobId.parse(text.substring(begin, begin + ID_LENGTH))
                  : Optional.empty();
            });
  }

  /** The user that a process belongs to; the owner of its files in /proc may be another. */
  static Optional<Long> userId(long pid) {
    return read(pid, "status")
        .flatMap(text -> text.lines().filter(line -> line.startsWith(USER_ID)).findFirst())
        .map(line -> Long.valueOf(line.substring(USER_ID.length()).split("\t", 2)[0]));
  }

  /** The arguments of a process, each ended by a NUL. */
  static Optional<String> commandLine(long pid) {
    return read(pid, "cmdline");
  }

  private static Optional<String> read(long pid, String name) {
    try (InputStream file = new FileInputStream("/proc/" + pid + "/" + name)) {
      return Optional.of(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException goneOrForeign) {
      return Optional.empty();
    }
  }
}
