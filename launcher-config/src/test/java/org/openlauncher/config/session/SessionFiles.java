package org.openlauncher.config.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.openlauncher.config.ConfigurationFolder;
import org.openlauncher.config.LauncherConfiguration;
import org.openlauncher.config.Problems;

/** A configuration folder with the files of sessions. */
final class SessionFiles {
  private static final String LAUNCHER =
      "[server]\n[cluster]\nname=Local\ntype=Local\n[cluster]\nname=Kubernetes\ntype=Kubernetes\n";
  private static final JsonFault STARTS_WITH_A_BRACE =
      text -> text.strip().startsWith("{") ? Optional.empty() : Optional.of("no brace");

  private final Path folder;
  private Problems problems = new Problems();

  SessionFiles(Path folder) {
    this.folder = folder;
    write("launcher.conf", LAUNCHER);
  }

  void write(String name, String content) {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  void write(String name, byte[] content) {
    try {
      Files.write(folder.resolve(name), content);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A file of the chapter, unchanged. */
  static String chapter(String name) {
    try (InputStream stream = SessionFiles.class.getResourceAsStream("/chapter/" + name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  SessionConfiguration read() {
    problems = new Problems();
    LauncherConfiguration launcher =
        LauncherConfiguration.read(new ConfigurationFolder(folder), problems).orElseThrow();
    return SessionConfiguration.read(launcher, STARTS_WITH_A_BRACE, problems);
  }

  Problems problems() {
    return problems;
  }

  /** What was told, without the folder's path. */
  List<String> told() {
    return problems.list().stream()
        .map(problem -> problem.toString().replace(folder + "/", ""))
        .toList();
  }
}
