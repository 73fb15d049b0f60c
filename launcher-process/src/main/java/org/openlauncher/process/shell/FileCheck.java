package org.openlauncher.process.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.api.error.LaunchFailedException;
import org.openlauncher.api.job.StatusCode;
import org.openlauncher.process.OutputFile;
import org.openlauncher.process.ProcessRequest;

/**
 * Says beforehand, and in plain words, why a job can't run: its program, its working directory or
 * its output files. The files may change between the check and the start; then the start itself
 * tells, in fewer words.
 */
final class FileCheck {
  /** Where execvp looks when there is no PATH. */
  private static final String DEFAULT_PATH = "/bin:/usr/bin";

  private static final int INTERPRETER_LINE = 256;
  private static final int FILE_TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;

  void check(ProcessRequest request) {
    checkWorkingDirectory(request.workingDirectory());
    checkProgram(request);
    request.standardOutput().map(OutputFile::path).ifPresent(FileCheck::checkOutput);
    request.standardError().map(OutputFile::path).ifPresent(FileCheck::checkOutput);
  }

  private static void checkWorkingDirectory(Path directory) {
    Optional<BasicFileAttributes> attributes = attributes("working directory", directory);
    if (attributes.isEmpty()) {
      throw failure(
          StatusCode.WORKING_DIRECTORY, "The working directory " + directory + " does not exist.");
    }
    if (!attributes.get().isDirectory()) {
      throw failure(
          StatusCode.WORKING_DIRECTORY, "The working directory " + directory + " is not a folder.");
    }
    if (!Files.isExecutable(directory)) {
      throw failure(
          StatusCode.PERMISSION_DENIED,
          "The working directory " + directory + " must not be entered by this user.");
    }
  }

  private static void checkProgram(ProcessRequest request) {
    String program = request.command().get(0);
    if (program.indexOf('/') >= 0) {
      checkExecutable(program, request.workingDirectory().resolve(program));
      return;
    }
    String searchPath = request.environment().getOrDefault("PATH", DEFAULT_PATH);
    Optional<LaunchFailedException> denial = Optional.empty();
    for (String folder : List.of(searchPath.split(":", -1))) {
      Path candidate = request.workingDirectory().resolve(folder).resolve(program);
      if (Files.isRegularFile(candidate)) {
        try {
          checkExecutable(program, candidate);
          return;
        } catch (LaunchFailedException refused) {
          denial = Optional.of(denial.orElse(refused));
        }
      }
    }
    throw denial.orElseGet(
        () ->
            failure(
                StatusCode.COMMAND_NOT_FOUND,
                "The program " + program + " is in no folder of the PATH " + searchPath + "."));
  }

  private static void checkExecutable(String program, Path file) {
    Optional<BasicFileAttributes> attributes = attributes("program", file);
    if (attributes.isEmpty()) {
      throw failure(
          StatusCode.COMMAND_NOT_FOUND,
          "The program " + program + " does not exist: " + file + ".");
    }
    if (!attributes.get().isRegularFile()) {
      throw failure(
          StatusCode.PERMISSION_DENIED, "The program " + file + " is not a file that can be run.");
    }
    if (!Files.isExecutable(file)) {
      throw failure(
          StatusCode.PERMISSION_DENIED,
          "The program " + file + " is not executable for this user.");
    }
    interpreter(file)
        .filter(interpreter -> !Files.isExecutable(interpreter))
        .ifPresent(
            interpreter -> {
              throw failure(
                  StatusCode.COMMAND_NOT_FOUND,
                  "The program "
                      + file
                      + " needs the interpreter "
                      + interpreter
                      + ", which does not exist or is not executable.");
            });
  }

  /** The interpreter that a script names in its first line, where it can be read. */
  private static Optional<Path> interpreter(Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      String start = new String(content.readNBytes(INTERPRETER_LINE), StandardCharsets.ISO_8859_1);
      if (!start.startsWith("#!")) {
        return Optional.empty();
      }
      String name = start.substring(2).lines().findFirst().orElse("").strip().split("[ \t]", 2)[0];
      return name.startsWith("/") ? Optional.of(Path.of(name)) : Optional.empty();
    } catch (IOException | InvalidPathException unreadable) {
      return Optional.empty();
    }
  }

  private static void checkOutput(Path file) {
    Optional<BasicFileAttributes> attributes = attributes("output file", file);
    if (attributes.isPresent()) {
      if (attributes.get().isDirectory()) {
        throw failure(StatusCode.OUTPUT_FILE, "The output file " + file + " is a folder.");
      }
      if (!attributes.get().isRegularFile() && !isCharacterDevice(file)) {
        throw failure(StatusCode.OUTPUT_FILE, "The output file " + file + " is not a plain file.");
      }
      if (!Files.isWritable(file)) {
        throw failure(
            StatusCode.PERMISSION_DENIED,
            "The output file " + file + " is not writable for this user.");
      }
      return;
    }
    Path folder = Objects.requireNonNullElse(file.getParent(), file);
    Optional<BasicFileAttributes> folderAttributes = attributes("folder", folder);
    if (folderAttributes.isEmpty() || !folderAttributes.get().isDirectory()) {
      throw failure(
          StatusCode.OUTPUT_FILE,
          "The folder of the output file " + file + " does not exist or is not a folder.");
    }
    if (!Files.isWritable(folder)) {
      throw failure(
          StatusCode.PERMISSION_DENIED,
          "The output file " + file + " can't be made: its folder is not writable for this user.");
    }
  }

  private static boolean isCharacterDevice(Path file) {
    try {
      return Files.getAttribute(file, "unix:mode") instanceof Integer mode
          && (mode & FILE_TYPE) == CHARACTER_DEVICE;
    } catch (IOException vanished) {
      return false;
    }
  }

  private static Optional<BasicFileAttributes> attributes(String what, Path path) {
    try {
      return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
    } catch (NoSuchFileException missing) {
      return Optional.empty();
    } catch (AccessDeniedException denied) {
      throw failure(
          StatusCode.PERMISSION_DENIED,
          "The " + what + " " + path + " is in a folder that this user may not enter.");
    } catch (IOException notThere) {
      // A file in the place of a folder, or a loop of links: there is no such file either.
      return Optional.empty();
    }
  }

  private static LaunchFailedException failure(StatusCode code, String message) {
    return new LaunchFailedException(code, message);
  }
}
