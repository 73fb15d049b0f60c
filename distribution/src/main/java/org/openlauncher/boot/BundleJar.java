package org.openlauncher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A jar of the distribution and the start level that its folder's name begins with. */
record BundleJar(int startLevel, Path jar) {
  private static final Pattern FOLDER = Pattern.compile("([1-9])-[a-z]+");

  /** All bundles below that folder, in the order in which they start. */
  static List<BundleJar> in(Path bundles) throws StartupException {
    try (Stream<Path> folders = Files.list(bundles)) {
      List<BundleJar> jars = folders.sorted().flatMap(BundleJar::ofLevel).toList();
      if (jars.isEmpty()) {
        throw new StartupException(
            ExitStatus.BROKEN_INSTALLATION, "folder " + bundles + " holds no bundles");
      }
      return jars;
    } catch (IOException problem) {
      throw new StartupException(
          ExitStatus.BROKEN_INSTALLATION,
          "the launcher's bundles cannot be read: " + problem + "; is openlauncher.home right?");
    }
  }

  private static Stream<BundleJar> ofLevel(Path folder) {
    Matcher level = FOLDER.matcher(folder.getFileName().toString());
    if (!level.matches()) {
      return Stream.empty();
    }
    int startLevel = Integer.parseInt(level.group(1));
    String[] names = folder.toFile().list((parent, name) -> name.endsWith(".jar"));
    return Stream.of(names == null ? new String[0] : names)
        .sorted()
        .map(name -> new BundleJar(startLevel, folder.resolve(name)));
  }

  /** The framework reads the jar where it lies instead of copying it. */
  String location() {
    return "reference:" + jar.toUri();
  }
}
